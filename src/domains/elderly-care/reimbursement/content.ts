/** What the pages of help with reimbursement are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';

export interface HelpRow {
  id: string;
  name: string;
  placeName: string;
  kindZh: string;
  hospital: string;
  matter: string;
  phone: string;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  askedAt: string;
  /** Of the first answer, while there is none. */
  guideDue: string | null;
  late: boolean;
  helper: string | null;
  guide: string | null;
  result: string | null;
  offers: Offer[];
}
export interface HelpList {
  rows: HelpRow[];
  offers: Offer[];
}

export interface MyHelp {
  id: string;
  kindZh: string;
  hospital: string;
  stateZh: string;
  askedAt: string;
  guideDue: string;
  papers: string[];
  said: string | null;
  result: string | null;
}
export interface MyHelps {
  rows: MyHelp[];
  fields: readonly FormField[];
}
