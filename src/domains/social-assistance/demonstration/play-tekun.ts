/** The two 特困 stories: one person cared for at home, one who waits for a bed; both are due from September. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { makeIdNumber } from '../../../kernel/resident/index.ts';
import { findOrRegister } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { type Files, visitFiles } from './path.ts';
import type { DayWork } from './play.ts';
import { makePlayers, must, type Players, type Stage, upload, uploadAll } from './players.ts';
import { type TekunStory, tekunFilled, tekunHome, tekunStories } from './stories-tekun.ts';

type Input = Record<string, unknown>;
interface Step {
  readonly on: PlainDate;
  readonly by: string;
  readonly action: string;
  readonly input: Input;
  readonly files?: Files;
}

const CAREGIVER = { name: '余水生', idNumber: makeIdNumber('421202', '1970-04-04', 981) };
const SURVEYORS = [{ name: '李建国' }, { name: '陈秀兰' }];
const visit = (of: TekunStory, on: PlainDate, findings: string): Input => ({
  on,
  surveyors: SURVEYORS,
  respondent: of.story.form.applicant.name,
  living: 'consistent',
  findings,
});
const acts = (...cannot: string[]): Input =>
  Object.fromEntries(
    ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'].map((i) => [i, cannot.includes(i) ? 'no' : 'yes']),
  );
const assessment = (on: PlainDate, ...cannot: string[]): Input => ({
  assessedOn: on,
  ...acts(...cannot),
  organisation: '咸安区民政局',
  assessors: [{ name: '郑海燕' }, { name: '李建国' }],
  personOpinion: '没有意见。',
});
const ACCOUNT = { bank: '咸宁农村商业银行', phone: '13972800990' };

/** One desk a day, at the pace of worked example W6. */
function stepsOf(of: TekunStory): Step[] {
  const home = of === tekunHome;
  const verified = of.tekun.supporters.map((s) => ({ ...s, assetsLow: true }));
  return [
    { on: '2026-07-14', by: 'xiang', action: 'accept', input: {} },
    { on: '2026-07-15', by: 'xiang', action: 'startSurvey', input: {} },
    { on: '2026-07-16', by: 'hedui', action: 'startCheck', input: {} },
    { on: '2026-07-17', by: 'hedui', action: 'issueReport', input: {} },
    {
      on: '2026-07-20',
      by: 'xiang',
      action: 'recordVisit',
      input: visit(of, '2026-07-20', home ? '独居，住土坯房，没有子女，靠邻居接济。' : '独居，卧床，没有子女，哥哥年老体弱。'),
      files: visitFiles,
    },
    {
      on: '2026-07-20',
      by: 'xiang',
      action: 'verifySupporters',
      input: { supporters: verified, basis: '查阅户籍档案，并向村干部和邻居核实。' },
    },
    { on: '2026-07-21', by: 'xiang', action: 'submitForReview', input: { opinion: '情况属实，请审核。' } },
    { on: '2026-07-22', by: 'xianghe', action: 'giveOpinion', input: { opinion: '符合特困人员条件，拟予认定。' } },
    { on: '2026-07-22', by: 'xiang', action: 'postNotice', input: { place: `${of.story.place}公示栏` } },
    { on: '2026-07-30', by: 'xiang', action: 'fileToCounty', input: {} },
    {
      on: '2026-08-06',
      by: 'xian',
      action: 'recordCountyVisit',
      input: visit(of, '2026-08-06', '县级入户抽查，情况与乡镇调查一致。'),
      files: visitFiles,
    },
    { on: '2026-08-12', by: 'queren', action: 'confirm', input: { opinion: '同意认定。', wish: of.tekun.wish } },
    {
      on: '2026-08-17',
      by: 'xian',
      action: 'recordAssessment',
      input: home
        ? assessment('2026-08-17', 'dressing', 'toilet', 'bathing')
        : assessment('2026-08-17', 'dressing', 'bed', 'toilet', 'walking', 'bathing'),
    },
    {
      on: '2026-08-19',
      by: 'xiang',
      action: 'arrangeHome',
      input: {
        ...ACCOUNT,
        ...(home
          ? { carer: 'person', ...CAREGIVER, relation: '邻居', number: '6217700000009901' }
          : {
              carer: 'provider',
              name: '咸安区暖心照料服务中心',
              relation: '签约服务单位',
              number: '6217700000009902',
              waitingReason: 'no-care-bed',
            }),
        duties: '料理日常起居和饮食，打扫卫生，陪同看病取药，夜间照看，有情况及时告知村委会。',
        signedOn: '2026-08-19',
      },
      files: { signature: 'agreement-signature' },
    },
  ];
}

async function submit(stage: Stage, players: Players, of: TekunStory): Promise<void> {
  const actor = await players.holder(of.story);
  const self = await upload(stage, actor, 'consent');
  must(
    `${of.story.key} submit`,
    await openCase(stage.context, actor, {
      itemId: 'SA-03',
      channel: 'mobile',
      form: tekunFilled(of, { self }),
      requestId: `story-${of.story.key}-submit`,
    }),
  );
}

async function perform(stage: Stage, players: Players, of: TekunStory, step: Step): Promise<void> {
  const city = systemActor('demonstration', stage.context.city);
  const kase = await stage.context.read(city, (tx) =>
    tx.one<{ id: string; version: number; flags: string[] }>(
      sql`select id, version, flags from service_case where item_id = 'SA-03' and applicant_name = ${of.story.form.applicant.name} order by submitted_at limit 1`,
    ),
  );
  // 没有抽中的，县里不用入户。
  if (step.action === 'recordCountyVisit' && !kase.flags.includes('spot-check')) return;
  const actor = await players.staff(step.by);
  const files = await uploadAll(stage, actor, step.files);
  const requestId = `story-${of.story.key}-${step.action}`;
  must(
    requestId,
    await act(stage.context, actor, {
      caseId: kase.id,
      action: step.action,
      version: kase.version,
      requestId,
      input: { ...step.input, ...files },
    }),
  );
  if (step.action === 'startCheck') await stage.runDue();
}

/** Both stories, one desk a day. */
export function tekunDays(stage: Stage): DayWork[] {
  const players = makePlayers(stage.context);
  const begin = async (): Promise<void> => {
    must(
      'caregiver',
      await stage.context.write(systemActor('demonstration', stage.context.city), (tx) =>
        findOrRegister(tx, { ...CAREGIVER, division: tekunHome.story.form.applicant.division }),
      ),
    );
    for (const who of tekunStories) await submit(stage, players, who);
  };
  const steps = tekunStories.flatMap((who) =>
    stepsOf(who).map((step): DayWork => ({ on: step.on, work: () => perform(stage, players, who, step) })),
  );
  const last = steps.at(-1)!.on;
  return [{ on: '2026-07-13', work: begin }, ...steps, { on: last, work: () => players.leave() }];
}
