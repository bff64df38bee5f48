/** Shapes of the station's work: what the clerk fills in, and what the pages read. */
import { z } from 'zod';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { choice, Division, FenAmount, Mobile, PlainDateText, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { type courseKinds, type DeviceKind, type OrderState, repairCauses, type UnitState } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });

/** What is on the unit: scanned, or typed by hand. */
export const UnitCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{6,30}$/, '编码是字母和数字，请重新扫码或者核对')
  .transform((code) => code.toUpperCase());

export const Borrower = z.strictObject({
  name: text('姓名', 50),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  phone: Mobile.meta({ label: '手机号码', protect: true }),
  village: Division.meta({ label: '所在村（社区）', widget: 'division' }),
});

export const HandOut = z.strictObject({
  dueOn: PlainDateText.meta({ label: '应还日期', widget: 'date' }),
  depositReceived: z.literal(true, '收到押金后再出库').meta({ label: '已收取押金' }),
});
export const TakeBack = z.strictObject({
  condition: choice({ good: '完好', dirty: '脏污，需清洗', damaged: '损坏，需维修' }).meta({
    label: '验收情况',
    choices: { good: '完好', dirty: '脏污，需清洗', damaged: '损坏，需维修' },
  }),
  note: z.string().trim().max(200, '不超过200字').default('').meta({ label: '说明', widget: 'textarea' }),
});
export const Clean = z.strictObject({
  method: text('洗消方式', 40),
  agent: text('消毒剂', 40),
  passed: choice({ yes: '合格', no: '不合格' }).meta({ label: '检测结果', choices: { yes: '合格', no: '不合格' } }),
});
export const Repair = z.strictObject({
  cause: choice(repairCauses).meta({ label: '原因', choices: repairCauses }),
  note: text('说明', 200, 2).meta({ label: '说明', widget: 'textarea' }),
});
export const Repaired = z.strictObject({ cost: FenAmount.meta({ label: '维修费用' }) });
export const Reason = z.strictObject({ reason: text('原因', 200, 4).meta({ label: '原因', widget: 'textarea' }) });
export const Renew = z.strictObject({ dueOn: PlainDateText.meta({ label: '新的应还日期', widget: 'date' }) });
export const Replace = z.strictObject({
  newCode: UnitCode.meta({ label: '换给借用人的那一件的编码', help: '扫码枪直接扫，或者照着标签填写' }),
});
export const Nothing = z.strictObject({});

export const Recall = z.strictObject({
  itemCode: text('目录编号', 20),
  batch: text('生产批次', 30),
  reason: text('召回原因', 200, 4).meta({ label: '召回原因', widget: 'textarea' }),
});

export const NewUnit = z.strictObject({
  itemCode: text('目录编号', 20).meta({ label: '辅具' }),
  serial: text('序列号', 40),
  batch: text('生产批次', 30),
  price: FenAmount.meta({ label: '购置价', help: '捐赠的不用填' }).optional(),
  donor: z
    .string()
    .trim()
    .max(50, '不超过50个字')
    .optional()
    .meta({ label: '捐赠人', help: '购置的不用填；捐赠品价值计零', protect: true }),
});

export const ReserveByClerk = z.strictObject({ code: UnitCode, borrower: Borrower });
export const ReserveOnline = z.strictObject({ stationId: Uuid, itemCode: z.string().max(20) });

export interface StationView {
  id: string;
  name: string;
  kindZh: string;
  hostZh: string;
  operator: string;
  address: string;
  telephone: string;
  hours: string;
  /** 114.3210,29.8520; null: not said. */
  lonLat: string | null;
}

export interface UnitRow {
  code: string;
  itemCode: string;
  itemName: string;
  state: UnitState;
  stateZh: string;
  since: string;
  batch: string;
  /** 回收再利用 */
  recycled: boolean;
}

export interface OrderRow {
  id: string;
  code: string;
  itemName: string;
  state: OrderState;
  stateZh: string;
  /** The borrower as the station needs to call him or her; never why something is cheaper. */
  personName: string;
  reservedOn: PlainDate;
  pickUpBy: PlainDate;
  startOn: PlainDate | null;
  dueOn: PlainDate | null;
  returnedOn: PlainDate | null;
  overdueDays: number;
  depositFen: Fen | null;
  refundDue: PlainDate | null;
  refundedOn: PlainDate | null;
  rentFen: Fen | null;
  subsidyFen: Fen | null;
  ownFen: Fen | null;
  lossFen: Fen;
  /** The day on which the borrower means to bring it back. */
  returnOn: PlainDate | null;
}

export interface FinderRow {
  stationId: string;
  stationName: string;
  address: string;
  telephone: string;
  hours: string;
  divisionName: string;
  itemCode: string;
  itemName: string;
  kind: DeviceKind;
  monthlyRentFen: Fen;
  free: number;
  /** From where the visitor is; null when either place is not known. */
  metres: number | null;
  /** Null: the point has not said where it is. */
  lon: number | null;
  lat: number | null;
}

export interface CourseRow {
  id: string;
  kind: keyof typeof courseKinds;
  title: string;
  heldOn: PlainDate;
  time: string;
  place: string;
  hours: number;
  stationName: string;
  signInCode: string;
  persons: number;
}

export interface DeviceStaffRow {
  id: string;
  name: string;
  roleZh: string;
  certificateNo: string;
  certifiedTo: PlainDate | null;
  expired: boolean;
  hours: number;
}

export interface TrialRow {
  id: string;
  kindZh: string;
  purposeZh: string;
  on: PlainDate;
  halfZh: string;
  personName: string;
  stationName: string;
}

export interface StationLine {
  id: string;
  name: string;
  kindZh: string;
  hostZh: string;
  divisionName: string;
  telephone: string;
  inStock: number;
  out: number;
  toClean: number;
}
export interface Overview {
  stations: StationLine[];
  items: {
    code: string;
    name: string;
    kindZh: string;
    classCode: string;
    monthlyRentFen: number | null;
    regulated: boolean;
    units: number;
  }[];
  recalls: {
    id: string;
    itemCode: string;
    itemName: string;
    batch: string;
    reason: string;
    units: number;
    open: number;
    orderedAt: string;
  }[];
}

/** One unit of the stock, as the county and the city see it: no borrower. */
export interface StockRow {
  code: string;
  itemName: string;
  batch: string;
  stationName: string;
  state: UnitState;
  stateZh: string;
  since: string;
}

export interface LeadRow {
  id: string;
  personName: string;
  sourceZh: string;
  villageName: string;
  openedOn: PlainDate;
}
