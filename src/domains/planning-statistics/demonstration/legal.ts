/**
 * The registers as the demonstration finds them on 1 September: a document in the ninth working day of its review, a decision and a plan before the public,
 * a standard to be filed, results of enforcement to be shown, articles and models on their way. One transaction, each step on its own day.
 */
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import { createUser, systemActor } from '../../../kernel/access/server.ts';
import {
  answerOpinions,
  enterOpinion,
  openConsultation,
  publishSummary,
  receiveOpinion,
} from '../../../kernel/consultation/server.ts';
import { type Context, newId } from '../../../kernel/context/server.ts';
import { at, must } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber } from '../../../kernel/resident/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { actsOf, type Hands, type Play } from './record-acts.ts';
import { playRecords } from './records.ts';

const CITY = '421200000000';

const draft = (explanation: string, text: string) => ({ explanation, draft: text, days: 30 });

/** `staff`: an account of the demonstration as an actor. */
export async function playLegal(context: Context, staff: (login: string) => Promise<Actor>): Promise<void> {
  const system = systemActor('demonstration', context.city);
  const created = await context.write(system, (tx) =>
    createUser(tx, {
      login: 'fazhi',
      name: '方正',
      division: CITY,
      demonstration: true,
      duties: [{ role: 'city-clerk', duty: null, division: CITY, domain: 'all', validFrom: '2026-01-01' }],
    }),
  );
  if (!created.ok && created.code !== 'LOGIN_TAKEN') must('account', created);
  const hands: Hands = {
    clerk: await staff('shi'),
    second: await staff('fazhi'),
    leader: await staff('shiling'),
    county: await staff('xian'),
  };
  await context.write(system, async (tx) => {
    const play = actsOf(tx, hands);
    await playDocuments(play);
    await playDecision(play);
    await playStandard(play);
    await playRecords(play);
  });
  await playRequest(context, hands.clerk);
}

/** Somebody has asked for information at the window: 20 working days from today. */
async function playRequest(context: Context, clerk: Actor): Promise<void> {
  const applicant = {
    name: '雷书琴',
    idNumber: makeIdNumber('421202', '1985-07-16', 311),
    phone: '13907240311',
    village: '421202001006',
  };
  const request = { wanted: '2025年全市福利彩票公益金用于养老的项目和金额', way: 'platform', use: '' };
  const form = { applicant, request };
  const opened = await openCase(context, clerk, { itemId: 'PS-03', channel: 'window', form, requestId: newId() });
  const { id, version } = must('information request', opened);
  must(
    'information request',
    await act(context, clerk, { caseId: id, version, action: 'accept', requestId: newId(), input: {} }),
  );
}

async function playDocuments({ tx, hands, enter, step, about }: Play): Promise<void> {
  const { clerk, second } = hands;
  const id = await enter('2026-06-20', 'normative-document', {
    title: '咸宁市临时救助工作实施细则',
    kind: 'revised',
    drafter: '社会救助科',
    basis: '《社会救助法》《国务院关于全面建立临时救助制度的通知》（国发〔2014〕47号）',
    impact: '明确救助对象、额度和简化程序的情形，涉及公民权利义务。',
  });
  await step('2026-06-25', clerk, id, 'consult', {
    ...draft(
      '现行细则施行已满五年，小额先行救助、异地申办需要写清楚，因此修订。',
      '第一条 为了及时解决群众突发性、紧迫性、临时性困难，制定本细则。\n第二条 小额临时救助由乡镇（街道）直接审核确认。\n第三条 情况紧急的先行救助，十个工作日内补齐手续。',
    ),
    shortened: '',
  });
  const { id: consultation } = await about(id);
  for (const [day, text] of [
    ['2026-06-28', '小额救助的额度建议写成当地低保标准的倍数，不要写死数。'],
    ['2026-07-03', '希望外地务工的也能在打工的地方申请。'],
    ['2026-07-09', '额度按低保标准的几倍来定比较好，年年都能跟着涨。'],
  ] as const)
    must('opinion', await receiveOpinion(at(tx, publicActor, day), consultation, { text }));
  must(
    'opinion heard',
    await enterOpinion(
      at(tx, second, '2026-07-15'),
      { id: consultation, version: 1 },
      { channel: 'phone', text: '急难的时候手续能不能后补。', name: '汪先生', phone: '13900000005', files: [] },
    ),
  );
  const answers = [
    [[1, 3], '小额救助额度与低保标准挂钩', 'adopted', '第二条改为不超过当地月低保标准的两倍。'],
    [[2], '在务工地申请', 'partly', '急难发生地可以先行救助，其他情形按户籍地、居住地办理。'],
    [[4], '急难的手续后补', 'answered', '第三条已经写明十个工作日内补齐。'],
  ] as const;
  for (const [i, [opinions, gist, adoption, reply]] of answers.entries())
    must(
      'answer',
      await answerOpinions(
        at(tx, clerk, '2026-07-27'),
        { id: consultation, version: 1 + i, opinions },
        { gist, adoption, reply },
      ),
    );
  must(
    'summary',
    await publishSummary(
      at(tx, clerk, '2026-07-28'),
      { id: consultation, version: 4 },
      '收到意见四条，采纳两条、部分采纳一条、解释说明一条，细则改了第二条。',
    ),
  );
  await step('2026-08-19', clerk, id, 'submit', {
    noConsultation: '',
    materials: '送审稿、起草说明、依据、意见采纳情况、公平竞争审查表',
  });

  const published = await enter('2026-03-02', 'normative-document', {
    title: '咸宁市民政局行政执法公示办法',
    kind: 'new',
    drafter: '法制科',
    basis: '国办发〔2018〕118号',
    impact: '规范本局行政执法公示的范围、程序和期限。',
  });
  await step('2026-03-10', clerk, published, 'submit', {
    noConsultation: '只规范本机关内部的工作程序，不涉及公民、法人和其他组织的权利义务',
    materials: '送审稿、起草说明',
  });
  await step('2026-03-20', second, published, 'pass', {
    opinion: '制定主体、权限、程序和内容合法。',
    opinionNo: '咸民法审〔2026〕2号',
    urgency: '',
  });
  await step('2026-03-24', clerk, published, 'issue', { documentNo: '咸民规〔2026〕1号', issuedOn: '2026-03-24', years: 5 });
  await step('2026-03-26', clerk, published, 'publish', { publishedOn: '2026-03-26', place: '市政府门户网站、政府公报第3期' });
}

async function playDecision({ tx, hands, enter, step, about }: Play): Promise<void> {
  const { clerk } = hands;
  const id = await enter('2026-08-10', 'major-decision', {
    title: '全市养老机构布局规划调整',
    undertaker: '养老服务科',
    reason: '六十岁以上老人逐年增加，县城床位紧张、乡镇床位空置，需要重新布局。',
    options: '方案一：每县保留一所县级失能照护中心，乡镇敬老院按片区整合。\n方案二：维持现有数量，逐所改造护理型床位。',
  });
  await step('2026-08-20', clerk, id, 'consult', {
    ...draft(
      '县城床位紧张、乡镇床位空置，拟按片区整合乡镇敬老院，集中建设失能照护床位。',
      '一、每个县（市、区）建好一所县级失能特困人员照护中心。\n二、乡镇敬老院按片区整合，2027年底以前完成。\n三、整合以前征得入住老人同意，不愿意搬的就近安置。',
    ),
    shortened: '',
  });
  const { id: consultation } = await about(id);
  must(
    'opinion',
    await receiveOpinion(at(tx, publicActor, '2026-08-23'), consultation, {
      text: '整合可以，但是老人去看看亲戚不方便，能不能通班车。',
      name: '余春兰',
      phone: '13900000006',
    }),
  );
  must(
    'opinion',
    await receiveOpinion(at(tx, publicActor, '2026-08-29'), consultation, { text: '第三条要写清楚谁来征求老人的意见。' }),
  );
  await step('2026-08-26', clerk, id, 'experts', {
    done: 'done',
    by: '湖北科技学院养老课题组',
    conclusion: '方案一总体可行，建议先在两个县试行。',
  });
  must(
    'plan',
    await openConsultation(at(tx, clerk, '2026-08-25'), {
      kind: 'plan',
      division: CITY,
      title: '咸宁市民政事业发展“十五五”规划（草案）',
      ...draft(
        '“十四五”规划已经到期，现把“十五五”规划草案公布，听取各方面意见。',
        '一、兜住底线：低保、特困标准随经济发展逐年提高。\n二、办好养老：每个乡镇有一处综合养老服务中心。\n三、服务到家：村（社区）都有能办事的民政协理员。',
      ),
      shortened: '',
    }),
  );
}

async function playStandard({ tx, hands, enter, step, about }: Play): Promise<void> {
  const { clerk, leader } = hands;
  const id = await enter('2026-03-05', 'local-standard', {
    title: '居家养老探访服务规范',
    field: 'elderly',
    drafters: '市民政局、市标准化研究院',
    reason: '统一全市居家养老探访的次数、内容和记录。',
    approvedOn: '2026-03-02',
  });
  await step(
    '2026-03-20',
    clerk,
    id,
    'consult',
    draft(
      '统一探访的次数、内容和记录，方便群众监督。',
      '4.1 每月探访不少于两次。\n4.2 探访内容包括安全、健康、生活需要。\n5.1 探访记录保存三年。',
    ),
  );
  const { id: consultation } = await about(id);
  must(
    'summary',
    await publishSummary(
      at(tx, clerk, '2026-04-20'),
      { id: consultation, version: 1 },
      '征求意见期间没有收到意见，标准不作修改。',
    ),
  );
  await step('2026-05-12', leader, id, 'examine', {
    experts: '省养老服务标准化技术委员会五名专家',
    passed: true,
    opinion: '同意通过审查，建议探访次数分级规定。',
  });
  await step('2026-07-20', clerk, id, 'issue', {
    number: 'DB4212/T 18—2026',
    issuer: '咸宁市市场监督管理局',
    issuedOn: '2026-07-20',
  });
}
