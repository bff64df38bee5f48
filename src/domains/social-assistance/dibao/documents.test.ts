import { describe, expect, test } from 'vitest';
import type { Block, Letter } from '../../../kernel/document/index.ts';
import { renderPdf, unprintable } from '../../../kernel/document/server.ts';
import { type Clause, type Decision, fenValue, ratioValue } from '../../../kernel/policy/index.ts';
import {
  acceptanceNotice,
  appraisalMinutes,
  confirmationNotice,
  correctionNotice,
  dibaoDocuments,
  initialOpinion,
  noticeSheet,
  type ProposedFamily,
  type PublicFamily,
  publicationSheet,
  refusalLetter,
  relativeRegister,
  surveyForm,
  terminationNotice,
  verificationConsent,
} from './documents.ts';
import { decide, familyW1 } from './fixtures.ts';

const application = { applicantName: '王秀英', caseNumber: '421202SA022026020300001', appliedOn: '2026-02-03' } as const;
const contact = { office: '汀泗桥镇社会救助服务中心', telephone: '0715-8341234' };
const reconsiderationBody = '咸宁市咸安区人民政府';
const parameter = {
  rowId: 'std-1',
  key: 'DIBAO-STANDARD',
  division: '421202000000',
  value: '80000',
  unit: 'fen/person/month',
  validFrom: '2026-01-01',
  source: '咸政办发〔2026〕3号',
  nature: 'seed',
} as const;
const income = (num: number, den: number, verdict: Clause['verdict']): Clause => ({
  name: '家庭月人均收入低于当地低保标准',
  verdict,
  value: ratioValue({ num, den }),
  limit: fenValue(800_00),
  relation: '低于',
  basis: '民发〔2021〕57号第四条',
  parameter,
});
const deposits: Clause = {
  name: '家庭人均金融资产不超过限额',
  verdict: 'met',
  value: fenValue(50_00),
  limit: fenValue(19_200_00),
  relation: '不超过',
  basis: '民发〔2021〕57号第十四条',
};
const breakdown = [{ label: '共同生活成员基本差额', formula: '800.00 × 3 − 660.00', fen: 1740_00 }];
const family: PublicFamily = {
  applicantName: '王秀英',
  applicantIsMinor: false,
  group: '赤岗村3组',
  memberCount: 3,
  amountFen: 1740_00,
};

const words = (block: Block): string => {
  if (block.kind === 'table') return [block.columns.map((c) => c.title), ...block.rows].map((row) => row.join('｜')).join('\n');
  if (block.kind === 'fields') return block.rows.map((row) => row.join('｜')).join('\n');
  return block.kind === 'signatures' ? block.labels.join('\n') : block.text;
};
const textOf = (letter: Letter): string => [letter.addressee ?? '', ...letter.blocks.map(words)].join('\n');

const refused = (clauses: Clause[]) => refusalLetter({ application, clauses, contact, reconsiderationBody });

const terminated = terminationNotice({
  application,
  service: '最低生活保障审核确认',
  basis: '《最低生活保障审核确认办法》（民发〔2021〕57号）第二十九条',
  reason: '三次约定入户都不在家，也不说明原因；',
  contact,
  reconsiderationBody,
});

test('终止办理告知书：写明哪件申请、依据、原因，可以重新申请，和两条救济途径', () => {
  const text = textOf(terminated);
  expect(text).toContain('421202SA022026020300001');
  expect(text).toContain('第二十九条，现决定终止办理。');
  expect(text).toContain('三次约定入户都不在家，也不说明原因。');
  expect(text).toContain('可以随时重新申请');
  expect(text).toContain('60日内，依据《中华人民共和国行政复议法》向咸宁市咸安区人民政府申请行政复议');
  expect(text).toContain('6个月内，依据《中华人民共和国行政诉讼法》');
});

const opinionText = (of: Decision) =>
  JSON.stringify(
    initialOpinion({
      application,
      address: '赤岗村3组',
      memberCount: 3,
      verification: '报告已出',
      survey: '与申报一致',
      decision: of,
      opinion: '拟予纳入',
      clerk: '周敏',
      leader: '张强',
    }).blocks,
  );

describe('初审意见表：家庭收入怎么算的', () => {
  test('列出每一项、扣减和月人均；早先的决定没有记下的，不列', () => {
    expect(opinionText(decide(familyW1()))).toContain('二、家庭收入怎么算的');
    expect(opinionText(decide(familyW1()))).toContain('["父亲：就业成本","400.00元×12个月，不超过其工资","扣减","-4,800.00"]');
    expect(opinionText(decide(familyW1()))).toContain('["家庭月人均收入","10,800.00元÷12个月÷3人","","300.00"]');
    const { account: _account, ...earlier } = decide(familyW1());
    expect(opinionText(earlier)).not.toContain('怎么算的');
  });
});

describe('不予确认告知书', () => {
  test('只差一分钱的家庭：写明实际800.01元、标准低于800.00元和依据，不写已符合的条件', () => {
    const text = textOf(refused([income(240001, 3, 'unmet'), deposits]));
    expect(text).toContain(
      '家庭月人均收入低于当地低保标准｜不符合：800.01元｜低于800.00元｜民发〔2021〕57号第四条\n标准来源：咸政办发〔2026〕3号',
    );
    expect(text).not.toContain('金融资产');
  });
  test('写明救济途径：60日内向区政府申请行政复议，6个月内提起行政诉讼', () => {
    const text = textOf(refused([income(80000, 1, 'unmet')]));
    expect(text).toContain('60日内，依据《中华人民共和国行政复议法》向咸宁市咸安区人民政府申请行政复议');
    expect(text).toContain('6个月内，依据《中华人民共和国行政诉讼法》向有管辖权的人民法院提起行政诉讼');
  });
  test('标准是假定值的，信上也说明', () => {
    expect(textOf(refused([{ ...income(80000, 1, 'unmet'), parameter: { ...parameter, nature: 'assumption' } }]))).toContain(
      '假定值，待主管部门确认',
    );
  });
  test('没有不符合的条件就没有理由，不能出具；待查明的也不是理由', () => {
    expect(() => refused([deposits])).toThrow('must name the condition');
    expect(() => refused([{ ...deposits, verdict: 'unknown', value: null }])).toThrow('must name the condition');
  });
});

test('确认通知书：三口之家每月1740元，大小写都写，从决定次月起发，账户只露尾号，写明救济途径', () => {
  const text = textOf(
    confirmationNotice({
      application,
      members: ['王秀英', '李建国', '李小明'],
      amountFen: 1740_00,
      fromMonth: '2026-04',
      accountLast4: '1234',
      breakdown,
      contact,
      reconsiderationBody,
    }),
  );
  for (const part of [
    '¥1,740.00（人民币壹仟柒佰肆拾元整）',
    '2026年4月',
    '尾号1234',
    '（共3人）',
    '800.00 × 3 − 660.00',
    '60日内',
    '6个月内',
  ])
    expect(text).toContain(part);
});

describe('公示与公布（8.4）', () => {
  const notice = (audience: 'village' | 'internet', more: Partial<ProposedFamily> = {}) =>
    textOf(
      noticeSheet({
        family: { ...family, proposes: '', ...more },
        audience,
        postedOn: '2026-02-20',
        until: '2026-02-27',
        contact,
      }),
    );
  test('村里张贴的写全名，网上的遮盖', () => {
    expect(notice('village')).toContain('王秀英｜赤岗村3组｜3人｜每月1,740.00元');
    expect(notice('internet')).toContain('王*英｜赤岗村3组');
    expect(notice('internet')).not.toContain('王秀英');
  });
  test('认定没有金额：写拟认定哪一类', () => {
    expect(notice('village', { amountFen: null, proposes: '拟认定为最低生活保障边缘家庭' })).toContain(
      '王秀英｜赤岗村3组｜3人｜拟认定为最低生活保障边缘家庭',
    );
  });
  test('写明公示到哪天、向谁反映', () => {
    expect(notice('village')).toContain('2026年2月20日张贴，至2026年2月27日24时止');
    expect(notice('village')).toContain('0715-8341234');
  });
  test('申请人是未成年人的，村里、网上都不写姓名', () => {
    for (const audience of ['village', 'internet'] as const)
      expect(notice(audience, { applicantIsMinor: true })).not.toMatch(/王/);
  });
  test('公布单一户一行，合计户数', () => {
    const text = textOf(
      publicationSheet({
        village: '汀泗桥镇赤岗村',
        asOf: '2026-03-10',
        families: [family, { ...family, applicantName: '欧阳小华' }],
        audience: 'internet',
        contact,
      }),
    );
    expect(text).toContain('共2户');
    expect(text).toContain('2｜欧**华｜赤岗村3组｜3人｜1,740.00元');
  });
});

test('补正告知书一次列全，没有缺件就不能出具', () => {
  const missing = [
    { paper: '赡养协议', reason: '申报由大儿子赡养' },
    { paper: '住院费用结算单', reason: '照片不清晰' },
  ];
  expect(textOf(correctionNotice({ application, missing, until: '2026-03-20', contact }))).toContain(
    '1｜赡养协议｜申报由大儿子赡养\n2｜住院费用结算单｜照片不清晰',
  );
  expect(() => correctionNotice({ application, missing: [], until: '2026-03-20', contact })).toThrow('what is missing');
});

const survey = {
  application,
  visitedOn: '2026-02-12',
  place: '赤岗村3组',
  position: '北纬29.80000°，东经114.30000°（误差约20米）',
  surveyors: ['周敏', '陈刚'],
  respondent: '王秀英',
  members: [{ name: '王秀英', relation: '本人' }],
  living: '与申报一致',
  findings: '砖混平房2间',
  photoCount: 3,
  photoNote: '',
  refusalNote: '',
} as const;
test('入户调查表要两人签字，少于两人不能出具', () => {
  expect(textOf(surveyForm(survey))).toContain('调查人员1（签字）：\n调查人员2（签字）：\n接受调查人（签字）：');
  expect(() => surveyForm({ ...survey, surveyors: ['周敏'] })).toThrow('two surveyors');
});
test('入户调查表：没有照片、没有签字的写明原因，没有定位的写明没有', () => {
  const text = textOf(
    surveyForm({ ...survey, position: '', photoCount: 0, photoNote: '家人不同意拍照', refusalNote: '外出务工' }),
  );
  for (const said of ['现场定位｜没有定位', '现场照片｜没有，家人不同意拍照', '家人签字｜没有，外出务工'])
    expect(text).toContain(said);
  expect(textOf(surveyForm(survey))).toContain('现场照片｜3张，存电子档案');
  expect(() => surveyForm({ ...survey, photoCount: 0 })).toThrow('says why not');
});

const relative = relativeRegister({
  application,
  service: '最低生活保障',
  address: '汀泗桥镇赤岗村3组',
  staff: { name: '陈秀兰', relation: '姐妹' },
  recordedOn: '2026-02-04',
  clerk: '周敏',
});
test('近亲属备案表：写明是谁、什么关系、单独登记、县级入户以后才决定，三方签字', () => {
  const text = textOf(relative);
  for (const said of ['有关工作人员｜陈秀兰', '与申请人家庭的关系｜姐妹', '单独登记备案', '县级民政部门入户调查以后'])
    expect(text).toContain(said);
  expect(text).toContain('申请人（签字）：\n有关工作人员（签字）：\n备案经办人（签字）：');
});

test('十二种文书都印得出来，用字都在字库里，文号用字不重复', async () => {
  const decision = {
    programme: 'dibao',
    rule: { name: 'dibao', version: '1' },
    asOf: '2026-02-20',
    outcome: 'eligible',
    clauses: [income(66000, 3, 'met'), deposits],
    amountFen: 1740_00,
    effectiveMonth: '2026-04',
    breakdown,
    parameters: [],
  } as const;
  const signer = {
    name: '王秀英',
    relation: '本人',
    maskedIdNumber: '421***********0012',
    manner: '本人手机确认',
    signedOn: '2026-02-03',
  } as const;
  const letters: Record<keyof typeof dibaoDocuments, Letter> = {
    acceptanceNotice: acceptanceNotice({
      application,
      acceptedOn: '2026-02-03',
      dueOn: '2026-03-20',
      limitDays: 30,
      service: '最低生活保障',
      contact,
    }),
    correctionNotice: correctionNotice({
      application,
      missing: [{ paper: '赡养协议', reason: '申报由大儿子赡养' }],
      until: '2026-03-20',
      contact,
    }),
    verificationConsent: verificationConsent({
      agency: '咸安区核对中心',
      sources: ['公安户籍', '税务'],
      purpose: '最低生活保障',
      from: '2026-02-03',
      until: '2027-02-02',
      signers: [signer],
    }),
    relativeRegister: relative,
    surveyForm: surveyForm(survey),
    appraisalMinutes: appraisalMinutes({
      application,
      heldOn: '2026-03-01',
      place: '赤岗村委会',
      host: '周敏',
      participants: '刘芳（村民代表）等11人',
      objection: '反映其大儿子经商',
      discussion: '大儿子已单独立户',
      votes: { agree: 9, disagree: 1, abstain: 1 },
      upheld: '异议不成立',
      result: '申报属实',
    }),
    initialOpinion: initialOpinion({
      application,
      address: '赤岗村3组',
      memberCount: 3,
      verification: '报告已出',
      survey: '与申报一致',
      decision,
      opinion: '拟予纳入',
      clerk: '周敏',
      leader: '张强',
    }),
    noticeSheet: noticeSheet({
      family: { ...family, proposes: '' },
      audience: 'village',
      postedOn: '2026-02-20',
      until: '2026-02-27',
      contact,
    }),
    confirmationNotice: confirmationNotice({
      application,
      members: ['王秀英'],
      amountFen: 1740_00,
      fromMonth: '2026-04',
      accountLast4: '1234',
      breakdown,
      contact,
      reconsiderationBody,
    }),
    refusalLetter: refused([income(240001, 3, 'unmet')]),
    terminationNotice: terminated,
    publicationSheet: publicationSheet({
      village: '赤岗村',
      asOf: '2026-03-10',
      families: [family],
      audience: 'village',
      contact,
    }),
  };
  const issuerName = '咸宁市咸安区民政局';
  for (const [key, letter] of Object.entries(letters)) {
    const { title, word } = dibaoDocuments[key as keyof typeof dibaoDocuments];
    expect(unprintable({ ...letter, title, issuerName, signer: '张强' })).toEqual([]);
    const pdf = await renderPdf({
      ...letter,
      title,
      issuerName,
      signer: '张强',
      number: `咸安民${word}字〔2026〕1号`,
      issuedOn: '2026-03-10',
      checkCode: '0'.repeat(24),
      publicUrl: 'https://minzheng.example',
    });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  }
  const kinds = Object.values(dibaoDocuments);
  for (const key of ['code', 'word', 'title'] as const) expect(new Set(kinds.map((kind) => kind[key])).size).toBe(kinds.length);
});
