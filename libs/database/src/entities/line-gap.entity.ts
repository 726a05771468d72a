import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The histogram of gaps between visits of a service line: its median is read off it without reading the visits (Q10). */
@Entity('line_gap')
export class LineGap {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('text')
  line: string;

  @PrimaryColumn('integer', { name: 'gap_days' })
  gapDays: number;

  @Column('integer')
  n: number;
}
