/** What the worker's parts are handed by whoever starts it. */
export const WORKER_OPTIONS = Symbol('worker options');
export const WORK_QUEUE = Symbol('work queue');
