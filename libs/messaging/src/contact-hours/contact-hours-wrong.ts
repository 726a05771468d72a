/** The file is not as it must be: the sentence says where and what to write instead. */
export class ContactHoursWrong extends Error {
  override readonly name = 'ContactHoursWrong';
  constructor(file: string, where: string, says: string) {
    super(`${file}: ${where}: ${says}`);
  }
}
