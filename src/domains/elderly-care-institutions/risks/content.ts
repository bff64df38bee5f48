/** What the list of risks is sent. */
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { RiskKind, RiskPage } from './terms.ts';

export interface RiskRow {
  id: string;
  kindZh: string;
  light: { zh: string; tone: 'bad' | 'warn' };
  homeId: string;
  homeName: string;
  divisionName: string;
  says: string;
  since: PlainDate | null;
  dueOn: PlainDate | null;
  late: boolean;
  page: RiskPage;
  /** Of the record that it opens; empty: the page is a list. */
  record: string;
}
export interface RiskPageView {
  rows: RiskRow[];
  next: string | null;
  kinds: { value: RiskKind; zh: string; n: number }[];
  red: number;
  yellow: number;
  counties: { value: DivisionCode; label: string }[];
}
