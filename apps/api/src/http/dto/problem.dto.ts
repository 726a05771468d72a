/** RFC 9457, sent as `application/problem+json`. */
export class ProblemDto {
  /** `urn:keepwell:problem:` and the code. */
  type: string;
  title: string;
  status: number;
  /** Stable; programs branch on it. */
  code: string;
  /** One sentence for a person. */
  detail: string;
  /** To be quoted when asking for help. */
  requestId: string;
  /** What is wrong with which property. */
  errors?: string[];
  /** The setting to blame. */
  field?: string;
}
