type Answers<Questions extends readonly unknown[]> = { [Place in keyof Questions]: Awaited<Questions[Place]> };

/**
 * Questions that do not wait for each other, on one connection in the order in which they stand: where it is `pipelined` they go to the server in
 * one way. All have been answered when this is, also where one of them failed: a connection with answers under way is not to be given back.
 */
export async function together<Questions extends readonly unknown[]>(
  ...questions: Questions
): Promise<Answers<Questions>> {
  const answers = await Promise.allSettled(questions);
  const failed = answers.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)) as Answers<Questions>;
}
