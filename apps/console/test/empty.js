/** Stands for a style sheet under Jest. */
export default {};
