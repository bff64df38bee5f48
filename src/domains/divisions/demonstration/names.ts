/**
 * Place names as the demonstration finds them in 咸安区: one road that is announced but was never filed, one within its days, one building that another department
 * approved, one application that waits for approval with a reason and one that has just come in; signs, addresses. All invented. Safe to run again after a kill.
 */

import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../../kernel/service/server.ts';
import { reportFault } from '../../../kernel/ticket/server.ts';
import { addAddress, type NewAddress } from '../names/addresses.ts';
import { describePlace } from '../names/edits.ts';
import { announceNaming, fileNaming, recordDepartmentApproval } from '../names/namings.ts';
import { findPlace } from '../names/register.ts';
import { addSign } from '../names/signs.ts';
import type { SignState } from '../names/terms.ts';

export interface NameStage {
  readonly context: Context;
  readonly filesDir: string;
  moveTo(instant: string): void;
}
export type Staff = (login: string) => Promise<Actor>;

const WENQUAN = '421202001000';
const FUSHAN = '421202002000';
const YONGAN = '421202003000';

export interface Applied {
  readonly key: string;
  readonly order: number;
  readonly unit: string;
  readonly name: string;
  readonly form: Readonly<Record<string, unknown>>;
}

const street = (specific: string, division: string, whereabouts: string) => ({
  kind: 'naming',
  category: 'street',
  division,
  specific,
  generic: '路',
  person: 'none',
  whereabouts,
  widthMetres: 24,
  lengthMetres: 1300,
  meaning: '',
  reason: '新建道路已经通车，沿线居民没有门牌。',
  papers: [],
});

const applications = {
  unfiled: {
    key: 'name-unfiled',
    order: 301,
    unit: '咸安区城市建设投资公司（虚构）',
    name: '覃建平',
    form: street('鹤鸣', FUSHAN, '北起长安大道，南至白鹤村'),
  },
  running: {
    key: 'name-running',
    order: 302,
    unit: '咸安区交通运输局',
    name: '余春霞',
    form: street('棠梨', YONGAN, '西起永安大道，东至环城路'),
  },
  waiting: {
    key: 'name-waiting',
    order: 303,
    unit: '永安街道办事处',
    name: '舒文斌',
    form: street('文必', FUSHAN, '书台街以东'),
  },
  fresh: {
    key: 'name-fresh',
    order: 304,
    unit: '温泉街道花坛社区',
    name: '毛桂芳',
    form: {
      ...street('', WENQUAN, '温泉街道花坛社区'),
      kind: 'renaming',
      present: '花坛巷',
      specific: '泉坊',
      generic: '巷',
      widthMetres: 6,
      lengthMetres: 320,
      reason: '花坛已经不在，居民会议同意改名。',
    },
  },
} as const satisfies Record<string, Applied>;

export async function apply(
  context: Context,
  clerk: Actor,
  { itemId = 'PN-01', key, order, unit, name, form }: Applied & { itemId?: string },
): Promise<string> {
  const applicant = {
    unit,
    name,
    idNumber: makeIdNumber('421202', '1979-04-12', order),
    phone: `139072${String(40_000 + order)}`,
    village: '421202001006',
  };
  const opened = unlessPlayed(
    key,
    await openCase(context, clerk, {
      itemId,
      channel: 'window',
      requestId: `demonstration-${key}`,
      form: { applicant, ...form },
    }),
  );
  return opened!.id;
}

/** One step of a case, by whoever may take it; one that was taken before a kill is left as it is. */
export async function step(
  context: Context,
  actor: Actor,
  caseId: string,
  [from, action]: readonly [string, string],
  input: object = {},
): Promise<void> {
  const { state, version } = await context.read(actor, (tx) =>
    tx.one<Pick<CaseReceipt, 'state' | 'version'>>(sql`select state, version from service_case where id = ${caseId}`),
  );
  if (state !== from) return;
  unlessPlayed(
    `${action} ${caseId}`,
    await act(context, actor, { caseId, action, version, requestId: `demonstration-${caseId.slice(-12)}-${action}`, input }),
  );
}

const approval = (no: number, approvedOn: PlainDate) => ({
  approvedBy: 'government',
  approver: '咸安区人民政府',
  documentNo: `咸安政函〔2026〕${no}号（虚构）`,
  approvedOn,
});

interface Naming {
  readonly id: string;
  readonly version: number;
  readonly filed: boolean;
  readonly announced: boolean;
}
const namingOf = (tx: Tx, name: string): Promise<Naming | null> =>
  tx.maybe<Naming>(
    sql`select id, version, filed_on is not null as filed, announced_on is not null as announced from place_naming where name = ${name}`,
  );

const at = (day: PlainDate): string => `${day}T10:00:00+08:00`;

export async function playPlaceNames(stage: NameStage, staff: Staff): Promise<void> {
  const { context } = stage;
  const clerk = await staff('xian');
  const leader = await staff('xianzhang');
  const approved = async (of: Applied, no: number, on: PlainDate): Promise<void> => {
    const id = await apply(context, clerk, of);
    await step(context, clerk, id, ['submitted', 'accept']);
    await step(context, clerk, id, ['checking', 'propose'], { opinion: '符合地名命名规则，建议批准。', reason: '' });
    stage.moveTo(at(on));
    await step(context, leader, id, ['approving', 'approve'], approval(no, on));
  };
  stage.moveTo(at('2026-08-05'));
  await approved(applications.unfiled, 31, '2026-08-12');
  await context.write(clerk, async (tx) => {
    const naming = await namingOf(tx, '鹤鸣路');
    if (naming && !naming.announced)
      unlessPlayed('announcement', await announceNaming(tx, naming, { announcedOn: '2026-08-12' }));
  });
  await approved(applications.running, 34, '2026-08-26');
  stage.moveTo(at('2026-08-28'));
  await context.write(clerk, async (tx) => {
    if (!(await namingOf(tx, '鹤鸣大厦')))
      unlessPlayed(
        'building',
        await recordDepartmentApproval(tx, {
          kind: 'naming',
          category: 'building',
          division: FUSHAN,
          specific: '鹤鸣',
          generic: '大厦',
          person: 'none',
          whereabouts: '鹤鸣路与长安大道路口东南角',
          areaMetres: 9200,
          meaning: '',
          approver: '咸安区住房和城乡建设局',
          documentNo: '咸安建函〔2026〕18号（虚构）',
          approvedOn: '2026-08-20',
          reason: '',
        }),
      );
    const naming = await namingOf(tx, '鹤鸣大厦');
    if (naming && !naming.filed)
      unlessPlayed(
        'filing',
        await fileNaming(tx, naming, {
          filedOn: '2026-08-24',
          filedWith: '咸安区民政局',
          filingNo: '咸安民备〔2026〕7号（虚构）',
        }),
      );
  });
  const waiting = await apply(context, clerk, applications.waiting);
  await step(context, clerk, waiting, ['submitted', 'accept']);
  await step(context, clerk, waiting, ['checking', 'propose'], {
    opinion: '与文笔路读音相同，请领导斟酌。',
    reason: '片区内几条路都以“文”字起头，成系列；与文笔路相距六公里。',
  });
  stage.moveTo(at('2026-08-31'));
  await apply(context, clerk, applications.fresh);
  await playPositions(context, clerk);
  await playSigns(stage, clerk);
  await playAddresses(context, clerk);
  unlessPlayed(
    'fault',
    await reportFault(context, {
      category: 'place',
      division: WENQUAN,
      place: '温泉路与银泉大道路口',
      text: '路牌上“温泉路”的拼音写成了Wenchuan Lu。',
      requestId: 'demonstration-sign-fault',
    }),
  );
}

const signs: readonly {
  readonly street: string;
  readonly spot: string;
  readonly state: SignState;
  readonly note: string;
  readonly position?: string;
}[] = [
  { street: '桂花路', spot: '与温泉路路口西北角', state: 'good', note: '', position: '29.83120,114.32560,12' },
  { street: '桂花路', spot: '桂花路社区门前', state: 'damaged', note: '牌面脱漆，夜里看不清' },
  { street: '温泉路', spot: '与银泉大道路口', state: 'wrong', note: '拼写应为Wenquan Lu', position: '29.82650,114.33310,10' },
  { street: '南大街', spot: '南门旧址', state: 'good', note: '' },
];

/** A grey picture of one pixel stands for the photographs. */
export const GREY = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

/** Where some names of the middle of 咸安区 are, about. */
const positions: Readonly<Record<string, string>> = {
  桂花路: '29.83190,114.32480,30',
  温泉路: '29.82720,114.33240,30',
  南大街: '29.84310,114.31250,30',
};

async function playPositions(context: Context, clerk: Actor): Promise<void> {
  for (const [name, position] of Object.entries(positions))
    await context.write(clerk, async (tx) => {
      const place = await findPlace(
        tx,
        sql`p.category = 'street' and p.name = ${name} and p.status = 'standard' and p.division < '421203' and p.position is null`,
      );
      if (place) unlessPlayed(name, await describePlace(tx, place, { ...place, syllables: '', position }));
    });
}

async function playSigns({ context, filesDir }: NameStage, clerk: Actor): Promise<void> {
  const files = openFileStore(filesDir);
  for (const { street: name, spot, state, note, position } of signs) {
    const { id: photo } = await storeUpload(context, clerk, files, {
      bytes: GREY,
      mediaType: 'image/jpeg',
      name: '路牌.jpg',
      paper: 'place-sign-photo',
    });
    await context.write(clerk, async (tx) => {
      const place = await tx.one<{ id: string }>(
        sql`select id from place_name where category = 'street' and name = ${name} and status = 'standard' and division < '421203'`,
      );
      const added = await addSign(tx, place, { kind: 'street', spot, state, note, photo, ...(position ? { position } : {}) });
      if (!added.ok && added.code !== 'SIGN_TWICE') unlessPlayed(spot, added);
    });
  }
}

async function playAddresses(context: Context, clerk: Actor): Promise<void> {
  const none = { street: '', hamlet: '', group: '', number: '', compound: '', building: '', unit: '', room: '' };
  const given: readonly Partial<NewAddress>[] = [
    { division: '421202001005', street: '桂花路', number: '12', plateOn: '2026-05-11' },
    { division: '421202001005', street: '桂花路', number: '12', compound: '桂香花园', building: '3', unit: '2', room: '501' },
    { division: '421202001005', street: '桂花路', number: '特1', plateOn: '2026-05-11' },
    { division: '421202100001', hamlet: '李家湾', group: '三组', number: '8' },
  ];
  for (const parts of given)
    await context.write(clerk, async (tx) => {
      const added = await addAddress(tx, { ...none, ...parts } as NewAddress);
      if (!added.ok && added.code !== 'ADDRESS_TWICE') unlessPlayed('address', added);
    });
}
