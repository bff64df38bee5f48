/** Words of 存折代管. Pure: the browser uses them too. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const keeperKinds = {
  official: '乡镇（街道）工作人员',
  village: '村（居）委会成员',
  institution: '供养、照料机构',
  relative: '亲属',
  other: '其他人',
} as const;
export type KeeperKind = keyof typeof keeperKinds;

export const endReasons = { returned: '存折已经交还本人', renewed: '另签了新的协议', died: '本人去世，已按规定处理' } as const;
export type EndReason = keyof typeof endReasons;

export const agreementStates = { valid: '有效', 'runs-out': '快到期', expired: '已到期，没有收回', ended: '已结束' } as const;
export type AgreementState = keyof typeof agreementStates;

export interface PassbookRow {
  readonly id: string;
  readonly personId: string;
  /** Null: out of the reader's sight. */
  readonly personName: string | null;
  readonly division: string;
  readonly divisionName: string;
  readonly keeperZh: string;
  readonly keeperName: string;
  readonly reason: string;
  readonly witness: string;
  readonly paperFile: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate;
  readonly state: AgreementState;
  readonly stateZh: string;
  readonly recordedName: string;
  readonly endedOn: PlainDate | null;
  readonly endZh: string | null;
}
