/** A place of the practice, as one of its sources knows it. */
export class LocationDto {
  id: string;
  name: string;
  /** The connection that tells of it: two may know the same place. */
  connectionId: string;
  connectionName: string;
}
