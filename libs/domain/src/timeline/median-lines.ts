/** Lines whose practice-wide median was asked for while answering: few people ever ask for one. */
export class MedianLines {
  private lines: string[] | null = null;

  add(line: string): void {
    if (this.lines === null) this.lines = [line];
    else if (!this.lines.includes(line)) this.lines.push(line);
  }

  /** In code-unit order. */
  sorted(): string[] {
    return this.lines === null ? [] : [...this.lines].sort();
  }
}
