/** What the page of medical care in homes is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface MedicalRow {
  institutionId: string;
  name: string;
  kindZh: string;
  divisionName: string;
  links: {
    id: string;
    says: string;
    tone: 'good' | 'warn' | 'bad' | 'plain';
    stateZh: string;
    toOn: PlainDate | null;
    offers: Offer[];
  }[];
  served: boolean;
  conversion: string | null;
  offers: Offer[];
}
