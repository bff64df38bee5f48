/** Words of the filing of a canteen, and who files it himself. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const KEY = 'canteen-filing';
export const filers = ['care-outlet', 'home-care-manager', 'village-worker'] as const satisfies readonly Performer[];

export const stateWords = {
  applied: { zh: '已申报，待现场核验', tone: 'now' },
  inspected: { zh: '核验通过，待备案', tone: 'now' },
  filed: { zh: '已备案挂牌', tone: 'now' },
  operating: { zh: '运营', tone: 'good' },
  rectifying: { zh: '整改', tone: 'warn' },
  stopped: { zh: '停运', tone: 'bad' },
  refused: { zh: '没有通过', tone: 'plain', final: true },
} as const;
export type Filing = keyof typeof stateWords;

export interface OwnFilings {
  readonly rows: readonly {
    readonly id: string;
    readonly title: string;
    readonly zh: string;
    readonly tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
    /** Until when the county decides; null: it has. */
    readonly dueOn: PlainDate | null;
    readonly documentNo: string | null;
    /** 备案牌 is issued. */
    readonly plaque: boolean;
    readonly course: readonly { readonly on: PlainDate; readonly says: string }[];
  }[];
  readonly offers: readonly Offer[];
}
