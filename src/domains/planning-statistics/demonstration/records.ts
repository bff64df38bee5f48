/** Enforcement, publicity, the standard team and training as the demonstration finds them. */
import type { Play } from './record-acts.ts';

/** Everything of this part, once. */
export async function playRecords(play: Play): Promise<void> {
  await playEnforcement(play);
  await playPublicity(play);
  await playTeam(play);
  await playTraining(play);
}

async function playEnforcement({ hands, enter, step }: Play): Promise<void> {
  const { clerk, second, county } = hands;
  const officers = '方正（鄂L01）、罗静（鄂L02）';
  const penalty = await enter('2026-08-03', 'enforcement', {
    matter: '社会团体连续两年未参加年度检查',
    type: 'penalty',
    party: '咸宁市某某商会',
    officers,
    facts: '2024、2025年度均未参加年度检查，经通知逾期未改。',
    major: true,
  });
  await step('2026-08-12', clerk, penalty, 'submit', { draft: '撤销登记' });
  await step('2026-08-20', second, penalty, 'pass', { opinion: '事实清楚，证据充分，程序合法，同意。' });
  await step('2026-08-25', clerk, penalty, 'decide', {
    decidedOn: '2026-08-25',
    documentNo: '咸民罚〔2026〕3号',
    decision: '撤销登记，收缴登记证书和印章',
  });
  const licence = await enter('2026-07-06', 'enforcement', {
    matter: '慈善组织公开募捐资格',
    type: 'licence',
    party: '咸宁市温泉慈善基金会',
    officers,
    facts: '符合《慈善组织公开募捐管理办法》规定的条件。',
    major: false,
  });
  await step('2026-07-08', clerk, licence, 'record', {
    written: '受理、审查、决定文书，卷号2026-11',
    recorded: '窗口监控，7月6日',
  });
  await step('2026-07-10', clerk, licence, 'decide', {
    decidedOn: '2026-07-10',
    documentNo: '咸民许〔2026〕11号',
    decision: '准予取得公开募捐资格',
  });
  await step('2026-07-14', clerk, licence, 'publish', { also: '信用咸宁' });
  const inspection = await enter(
    '2026-08-18',
    'enforcement',
    {
      matter: '养老机构消防安全检查',
      type: 'inspection',
      party: '咸安区某某养老院',
      officers: '郑海燕（鄂L21）、李文（鄂L22）',
      facts: '二楼疏散通道堆放杂物，灭火器过期三具。',
      major: false,
    },
    county,
  );
  await step('2026-08-20', county, inspection, 'decide', {
    decidedOn: '2026-08-20',
    documentNo: '咸安民检〔2026〕19号',
    decision: '责令十日内改正',
  });
}

async function playPublicity({ hands, enter, step }: Play): Promise<void> {
  const { clerk, second, leader } = hands;
  const ok = { opinion: '可以发' };
  const article = {
    title: '社工站开到家门口，老人办事不出村',
    kind: 'news',
    channel: 'wechat',
    body: '汀泗桥镇社工站开站一年，上门探访三百多人次，帮老人办成了一百多件事。站里两名社工，每周走一遍全镇的独居老人。',
    namesakes: '',
  };
  const waiting = await enter('2026-08-28', 'article', article);
  await step('2026-08-31', clerk, waiting, 'submit', { opinion: '事实已与镇里核对' });
  const done = await enter('2026-08-05', 'article', {
    ...article,
    title: '临时救助怎么申请，一张图看明白',
    kind: 'policy',
    body: '家里遇到火灾、大病、意外，一时过不下去的，可以申请临时救助。到村（社区）说一声，或者在手机上申请，急的先救助、后补手续。',
  });
  await step('2026-08-06', clerk, done, 'submit', ok);
  await step('2026-08-06', second, done, 'sectionPass', ok);
  await step('2026-08-07', leader, done, 'finalPass', ok);
  await step('2026-08-07', clerk, done, 'publish', { publishedOn: '2026-08-07', link: '微信公众号“咸宁民政”8月7日头条' });
  const model = {
    kind: 'person',
    workplace: '咸安区社会福利院',
    honour: '最美养老护理员',
    deeds: '二十年照料失能老人，自创翻身口诀，带出三十多名徒弟，从没有发生过压疮。',
    agreed: true,
  };
  const onNotice = await enter('2026-08-18', 'model', { ...model, name: '方敬梅' });
  await step('2026-08-24', second, onNotice, 'check', { opinion: '事迹属实，有关部门没有不同意见。' });
  await step('2026-08-28', clerk, onNotice, 'post', { telephone: '0715-8235678' });
  const named = await enter('2026-05-06', 'model', {
    ...model,
    name: '温泉街道社工站',
    kind: 'unit',
    workplace: '咸安区民政局',
    honour: '民政先进集体',
    deeds: '三年里链接资源一百二十万元，帮助四百多户困难家庭渡过难关。',
  });
  await step('2026-05-08', second, named, 'check', { opinion: '事迹属实，同意公示。' });
  await step('2026-05-11', clerk, named, 'post', { telephone: '0715-8235678' });
  await step('2026-05-20', leader, named, 'name', { documentNo: '咸民发〔2026〕22号', verified: '' });
  await step('2026-06-01', clerk, named, 'publicise', { how: '门户网站专题、全市社工站现场会' });
}

async function playTeam({ enter }: Play): Promise<void> {
  await enter('2026-04-10', 'standard-team', {
    title: '咸宁市民政标准化工作组',
    members: [
      { name: '罗静', unit: '市民政局' },
      { name: '方正', unit: '市民政局' },
      { name: '郑海燕', unit: '咸安区民政局' },
    ],
    partners: [{ partner: '咸宁市标准化研究院', until: '2027-04-09' }],
    duties: '居家养老探访服务规范',
  });
}

async function playTraining({ enter }: Play): Promise<void> {
  const people = (...rows: [string, string, number?][]) =>
    rows.map(([name, unit, score]) => ({ name, unit, ...(score === undefined ? {} : { score }) }));
  await enter('2026-06-12', 'training', {
    course: '最低生活保障审核确认办法',
    kind: 'work',
    level: 'city',
    heldOn: '2026-06-11',
    hours: 8,
    participants: people(['罗静', '市民政局', 95], ['郑海燕', '咸安区民政局', 91], ['龚建平', '嘉鱼县民政局', 56]),
  });
  await enter('2026-07-22', 'training', {
    course: '行政执法三项制度',
    kind: 'law',
    level: 'city',
    heldOn: '2026-07-21',
    hours: 4,
    participants: people(['罗静', '市民政局', 88], ['方正', '市民政局', 97]),
  });
}
