const IN_FAILED_TRANSACTION = '25P02';

type Answers<Questions extends readonly unknown[]> = { [Place in keyof Questions]: Awaited<Questions[Place]> };

/**
 * Questions that do not wait for each other, on one connection in the order in which they stand: where it is `pipelined` they go to the server in
 * one way. All have been answered when this is, also where one of them failed: a connection with answers under way is not to be given back.
 */
export async function together<Questions extends readonly unknown[]>(
  ...questions: Questions
): Promise<Answers<Questions>> {
  const answers = await Promise.allSettled(questions);
  const failures = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw failures.find((failure) => !isFollowing(failure)) ?? failures[0];
  return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)) as Answers<Questions>;
}

/** What comes after a statement that failed is refused for that alone, and may stand before it: the first failure says what went wrong. */
function isFollowing(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === IN_FAILED_TRANSACTION;
}
