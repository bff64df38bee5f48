/**
 * Four stories of the two subsidies, played by the real accounts: somebody whom the policy finds, an application on the county's desk, one that our
 * window took in for another city, and, in the days before, one that is drawn when another department reports something. Safe to run again after a kill.
 */

import { sql } from '../../../database/sql.ts';
import { type Actor, actorOf, signOut, startStaffSession, systemActor } from '../../../kernel/access/server.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { findByIdNumber, makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, type CaseReceipt, openCase } from '../../../kernel/service/server.ts';
import { recordCertificate } from '../certificate/record.ts';
import { fileElsewhere } from '../subsidies/filings.ts';

export interface DemonstrationStage {
  readonly context: Context;
  runDue(): Promise<unknown>;
}

const VILLAGE = '421202100001';
const OF_ASSISTANCE = 'paid';

const city = (context: Context): Actor => systemActor('demonstration', context.city);

async function signIn(context: Context, login: string): Promise<Actor> {
  const { id } = await context.read(city(context), (tx) =>
    tx.one<{ id: string }>(sql`select id from staff_user where login = ${login} and demonstration`),
  );
  const opened = unlessPlayed(`sign-in of ${login}`, await startStaffSession(context, id))!;
  return (await actorOf(context, opened.token))!.actor;
}

interface Citizen {
  key: string;
  title: string;
  name: string;
  idNumber: string;
}
const lei: Citizen = {
  key: 'subsidy-county',
  title: '残疾人两项补贴：初审、残联都办好了，等县民政局审定',
  name: '雷春生',
  idNumber: makeIdNumber('421202', '1969-03-18', 115),
};

/** What the social insurance reports of him is for the county to find true or not. */
const shu: Citizen = {
  key: 'subsidy-comparison',
  title: '残疾人两项补贴：正在领护理补贴，人社部门报来工伤生活护理费，等县里核实',
  name: '舒长林',
  idNumber: makeIdNumber('421202', '1978-11-06', 117),
};

async function register(tx: Tx, citizen: Citizen, position: number): Promise<string> {
  const known = await findByIdNumber(tx, citizen.idNumber);
  if (known) return known.id;
  const id = unlessPlayed(
    citizen.name,
    await registerPerson(tx, { name: citizen.name, idNumber: citizen.idNumber, division: VILLAGE, phone: '13907240115' }),
  )!;
  await tx.run(
    sql`insert into demonstration_story (key, person_id, position, story) values (${citizen.key}, ${id}, ${position}, ${citizen.title}) on conflict do nothing`,
  );
  return id;
}

const formFor = (citizen: Pick<Citizen, 'name' | 'idNumber'>, more: { division?: string; phone?: string } = {}) => ({
  applicant: {
    name: citizen.name,
    idNumber: citizen.idNumber,
    phone: more.phone ?? '13907240115',
    division: more.division ?? VILLAGE,
  },
  wanted: 'nursing',
  certificateNumber: `${citizen.idNumber}42`,
  account: { bank: '咸宁农村商业银行', number: '6224120000421158', holder: citizen.name },
  papers: [],
  consent: true,
});

/** Applied at the window, checked by the township, vouched for by the federation; rests on the county's desk. */
async function toTheCounty(context: Context, citizen: Citizen, actors: { clerk: Actor; federation: Actor }) {
  await context.write(city(context), (tx) => register(tx, citizen, citizen === lei ? 90 : 91));
  const opened: CaseReceipt | null = unlessPlayed(
    'application',
    await openCase(context, actors.clerk, {
      itemId: 'DB-02',
      channel: 'window',
      form: formFor(citizen),
      requestId: `story-${citizen.key}-open`,
    }),
  );
  if (!opened) return null;
  const step = async (actor: Actor, action: string, version: number, input: unknown) =>
    unlessPlayed(
      action,
      await act(context, actor, { caseId: opened.id, action, version, requestId: `story-${citizen.key}-${action}`, input }),
    );
  await step(actors.clerk, 'accept', 1, {});
  await step(actors.clerk, 'passInitial', 2, {
    longTermCare: 'yes',
    careBasis: '入户看到下肢瘫痪，穿衣、如厕要人照料两年以上',
    others: [],
    opinion: '户籍、账户属实，没有其他护理补贴。',
  });
  await step(actors.federation, 'certify', 3, {
    number: `${citizen.idNumber}42`,
    category: 'physical',
    level: '2',
    issuedOn: '2024-05-10',
    validTo: '2034-05-09',
    state: 'valid',
    opinion: '与残联登记一致。',
  });
  return { approve: (actor: Actor) => step(actor, 'approve', 4, { opinion: '同意。' }) };
}

/** The federation's data arrive for somebody on dibao: the platform invites, nobody has to ask. */
async function findsThePerson(context: Context): Promise<void> {
  await context.write(city(context), async (tx) => {
    const holder = await tx.maybe<{ id: string; idNumber: Buffer; division: string }>(
      sql`select p.id, p.id_number, p.registered_division as division from demonstration_story s join person p on p.id = s.person_id where s.key = ${OF_ASSISTANCE}`,
    );
    if (!holder) return;
    const idNumber = tx.keys.open(holder.idNumber, `person.id_number:${holder.id}`);
    unlessPlayed(
      'certificate',
      await recordCertificate(tx, {
        personId: holder.id,
        division: holder.division,
        certificate: {
          number: `${idNumber}42`,
          category: 'physical',
          level: '2',
          issuedOn: '2026-08-28',
          validTo: '2036-08-27',
          state: 'valid',
        },
        idNumber,
        since: '2026-08-28',
        source: '残联',
      }),
    );
  });
}

/** A migrant worker registered in 岳阳 applied at our window; to be pushed within three working days. */
async function takenInForElsewhere(context: Context, clerk: Actor): Promise<void> {
  const form = formFor(
    { name: '易建红', idNumber: makeIdNumber('430602', '1975-10-02', 22) },
    { division: '430602001001', phone: '13873000022' },
  );
  unlessPlayed(
    'filing',
    await context.once(clerk, { action: 'subsidy.file', requestId: 'story-subsidy-filing', body: form }, (tx) =>
      fileElsewhere(tx, { form, payerName: '湖南省岳阳市岳阳楼区' }),
    ),
  );
}

export async function playSubsidies({ context, runDue }: DemonstrationStage): Promise<void> {
  const [clerk, federation] = [await signIn(context, 'xiang'), await signIn(context, 'canlian')];
  await toTheCounty(context, lei, { clerk, federation });
  await findsThePerson(context);
  await takenInForElsewhere(context, clerk);
  await runDue();
  for (const { sessionId } of [clerk, federation]) if (sessionId) await signOut(context, sessionId);
}

/** Granted in August, after the list of September; a few days before the demonstration begins the social insurance reports. */
export function subsidyDays({ context }: DemonstrationStage): { on: PlainDate; work: () => Promise<void> }[] {
  const grant = async (): Promise<void> => {
    const [clerk, federation, county] = await Promise.all(['xiang', 'canlian', 'queren'].map((login) => signIn(context, login)));
    const opened = await toTheCounty(context, shu, { clerk: clerk!, federation: federation! });
    await opened?.approve(county!);
    for (const { sessionId } of [clerk!, federation!, county!]) if (sessionId) await signOut(context, sessionId);
  };
  const report = async (): Promise<void> => {
    const told = { startedOn: '2026-09-01', amountFen: 1_800_00 };
    const request = { action: 'story.workinjury', requestId: `story-${shu.key}-told`, body: told };
    unlessPlayed(
      'report',
      await context.once(city(context), request, async (tx) => {
        const { id, division } = (await findByIdNumber(tx, shu.idNumber))!;
        const payload = { ...told, personId: id };
        await emit(tx, { type: 'workinjury.care.started', subject: { kind: 'person', id }, division, payload });
        return ok(null);
      }),
    );
  };
  return [
    { on: '2026-08-26', work: grant },
    { on: '2026-08-28', work: report },
  ];
}
