/** Standards of 养老服务人才, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Norms } from './rules.ts';

export const workforceParameters = {
  'CW-ENTRY-BACHELOR': '护理员入职补贴：本科及以上',
  'CW-ENTRY-COLLEGE': '护理员入职补贴：大专',
  'CW-ENTRY-VOCATIONAL': '护理员入职补贴：中职',
  'CW-ENTRY-SHARE-1': '护理员入职补贴：第一期发百分之几',
  'CW-ENTRY-SHARE-2': '护理员入职补贴：第二期发百分之几',
  'CW-ENTRY-MONTHS-1': '护理员入职补贴：第一期满几个月',
  'CW-ENTRY-MONTHS-2': '护理员入职补贴：第二期满几个月',
  'CW-ENTRY-MONTHS-3': '护理员入职补贴：第三期满几个月',
  'CW-ENTRY-GRADUATE': '护理员入职补贴：毕业几年内入职',
  'CW-ENTRY-CONTRACT': '护理员入职补贴：劳动合同不少于几年',
  'CW-ENTRY-BREAK': '护理员入职补贴：中断超过几日从头算',
  'CW-POST-1': '护理员岗位津贴：五级',
  'CW-POST-2': '护理员岗位津贴：四级',
  'CW-POST-3': '护理员岗位津贴：三级',
  'CW-POST-4': '护理员岗位津贴：二级',
  'CW-POST-5': '护理员岗位津贴：一级及以上',
  'CW-POST-DAYS': '护理员岗位津贴：一个月出勤几天才算',
  'CW-YEARS-MONTHS-1': '护理员工龄奖励：第一档几个月',
  'CW-YEARS-1': '护理员工龄奖励：第一档',
  'CW-YEARS-MONTHS-2': '护理员工龄奖励：第二档几个月',
  'CW-YEARS-2': '护理员工龄奖励：第二档',
  'CW-TRAINING': '护理员培训补贴：首次取得证书',
  'CW-CHECK': '护理员补贴：几个工作日内县核',
  'CW-NOTICE': '护理员补贴：公示几日',
  'CW-PUBLIC-ROWS': '护理员补贴：公示页最多几条',
  'CW-PAY': '护理员补贴：批准以后几个工作日内拨付',
  'CW-HOURS-PRE-POST': '岗前培训：不少于几学时',
  'CW-HOURS-REFRESH': '年度培训：不少于几学时',
  'CW-HOURS-SKILL': '技能培训：不少于几学时',
  'CW-HONOUR-NOTICE': '养老护理员表彰：公示几个工作日',
  'CW-BASE-CHECK': '养老人才培训基地：几个月年检一次',
  'CW-PAY-BASE': '本市服务业上年平均工资（一年）',
  'FIG-CW-TRAINED': '指标目标：护理员培训上岗率',
  'FIG-CW-SOCIAL-BEDS': '指标目标：每百张床位社工数',
  'FIG-CW-SOCIAL-ELDERS': '指标目标：每千名老年人社工数',
  'FIG-CW-PAY': '指标目标：行业平均薪酬比',
  'FIG-CW-JOBS': '指标目标：养老服务就业岗位数',
} as const;
/** What holds on the day on which it is counted. */
export async function workforceNorms(tx: Tx, division: DivisionCode): Promise<Result<Norms, 'PARAM_MISSING'>> {
  const found = await wholeParameters(
    tx,
    [
      'CW-ENTRY-BACHELOR',
      'CW-ENTRY-COLLEGE',
      'CW-ENTRY-VOCATIONAL',
      'CW-ENTRY-SHARE-1',
      'CW-ENTRY-SHARE-2',
      'CW-ENTRY-MONTHS-1',
      'CW-ENTRY-MONTHS-2',
      'CW-ENTRY-MONTHS-3',
      'CW-ENTRY-GRADUATE',
      'CW-ENTRY-CONTRACT',
      'CW-ENTRY-BREAK',
      'CW-POST-1',
      'CW-POST-2',
      'CW-POST-3',
      'CW-POST-4',
      'CW-POST-5',
      'CW-POST-DAYS',
      'CW-YEARS-MONTHS-1',
      'CW-YEARS-1',
      'CW-YEARS-MONTHS-2',
      'CW-YEARS-2',
      'CW-TRAINING',
    ],
    division,
  );
  if (!found.ok) return found;
  const p = found.value;
  return ok({
    entry: { bachelor: p['CW-ENTRY-BACHELOR'], college: p['CW-ENTRY-COLLEGE'], vocational: p['CW-ENTRY-VOCATIONAL'] },
    shares: [p['CW-ENTRY-SHARE-1'], p['CW-ENTRY-SHARE-2']],
    trancheMonths: [p['CW-ENTRY-MONTHS-1'], p['CW-ENTRY-MONTHS-2'], p['CW-ENTRY-MONTHS-3']],
    graduateYears: p['CW-ENTRY-GRADUATE'],
    contractYears: p['CW-ENTRY-CONTRACT'],
    breakDays: p['CW-ENTRY-BREAK'],
    post: { 1: p['CW-POST-1'], 2: p['CW-POST-2'], 3: p['CW-POST-3'], 4: p['CW-POST-4'], 5: p['CW-POST-5'] },
    attendDays: p['CW-POST-DAYS'],
    years: [
      { months: p['CW-YEARS-MONTHS-1'], fen: p['CW-YEARS-1'] },
      { months: p['CW-YEARS-MONTHS-2'], fen: p['CW-YEARS-2'] },
    ],
    training: p['CW-TRAINING'],
  });
}
