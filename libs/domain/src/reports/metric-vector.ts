/**
 * Small practices with known numbers, for whoever wants to check a definition or count the same elsewhere. The week is that
 * from Monday 3 to Sunday 9 March 2025 in London; all times are UTC. A line is a fact:
 *
 *     <patient> visit <start> [of <service>] [with <practitioner>] · no_show <start> · cancelled <start> at <when>
 *     <patient> booked <start> made <when> [of <service>]
 *     <patient> paid|refunded <amount> <when> · score <value> <when> · plan of <n> ended <when>
 *     <patient> member since <when> [until <when>] [asked <when>] · charged <when> paid|failed
 *     <patient> bought <units> used <units> on <when> · program from <when> [until <when>] · recall due <date>
 *     <patient> wrote|rang <when> [answered <when>] · contacted <when>
 *     <patient> case opened|backlog|reopened|resolved <when> [rule] · case closed <code> <when>
 *     <patient> call by <user> <when> talked <next>|missed · message <when> delivered|failed
 *     <patient> reply|opt_out|snooze|held_back <when>
 *     team unserved <date> <S1> <S2> <S3> <S4>
 */
export interface MetricVector {
  /** Id of a number of the report. */
  number: string;
  given: readonly string[];
  numerator: number | null;
  denominator: number | null;
  /** Where it is not numerator by denominator. */
  value?: number;
}
