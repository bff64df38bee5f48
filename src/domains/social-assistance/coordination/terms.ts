/** What the pages of the coordination mechanism read. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface MeetingTask {
  id: string;
  no: number;
  unit: string;
  matter: string;
  dueOn: PlainDate;
  doneOn: PlainDate | null;
  doneName: string | null;
  result: string | null;
  late: boolean;
}

export interface MeetingRow {
  id: string;
  placeName: string;
  heldOn: PlainDate;
  topic: string;
  units: string[];
  minutes: string;
  recordedName: string;
  tasks: MeetingTask[];
}
