/** What the institutions of elderly care add to the menu, for whom. */
import type { Place } from '../../kernel/offer/index.ts';
import { registerReaders } from '../../kernel/register/index.ts';
import { carers } from './care/terms.ts';
import { reporters, watchers } from './incidents/terms.ts';
import { institutionBoard } from './indicators/board.ts';
import { heads as medicalHeads, readers as medicalReaders } from './medical/terms.ts';
import { accountants, LEADS_SHELF, readers as moneyReaders } from './money/terms.ts';
import { heads as penalised, officers as penaltyOfficers, readers as penaltyReaders } from './penalties/terms.ts';
import { SHELF as REFORM_SHELF } from './reform/shelf.ts';
import { readers, staff } from './register/terms.ts';
import { SHELF as MEDICAL_SHELF } from './registers/shelf.ts';
import { heads as riskHeads, readers as riskReaders } from './risks/terms.ts';
import { nurses, reception } from './stays/terms.ts';
import { readers as supervisors } from './supervision/terms.ts';
import { readers as tekunReaders } from './tekun/terms.ts';

export const places: readonly Place[] = [
  { to: '/institution/beds', zh: '床位', group: 'work', home: true, thumb: true, for: staff },
  { to: '/institution/admissions', zh: '入住', group: 'work', thumb: true, for: staff },
  { to: '/institution/stays', zh: '老人', group: 'work', thumb: true, for: staff },
  { to: '/bedside', zh: '床边照护', group: 'work', home: true, thumb: true, for: ['care-home-carer'] },
  { to: '/institution/nursing', zh: '护理站', group: 'work', thumb: true, for: nurses },
  { to: '/bedside', zh: '床边照护', group: 'work', for: nurses },
  { to: '/incidents', zh: '突发事件', group: 'work', thumb: true, for: reporters },
  {
    to: '/institution/requests',
    zh: '家属的请求',
    group: 'work',
    for: ['care-home-head', 'care-home-nurse', 'care-home-reception'],
  },
  { to: '/institution/evaluations', zh: '家属评价', group: 'work', for: reception },
  { to: '/institution/roster', zh: '在院名单', group: 'work', for: carers },
  { to: '/institution/duties', zh: '排班', group: 'work', for: carers },
  { to: '/institution/staff', zh: '人员配比', group: 'work', for: nurses },
  { to: '/institution/bills', zh: '账单', group: 'work', for: staff },
  { to: '/institution/prices', zh: '收费标准', group: 'work', for: staff },
  { to: '/institution/own', zh: '本机构', group: 'work', for: staff },
  { to: '/institutions', zh: '养老机构', group: 'elderly-homes', for: readers },
  { to: '/incidents', zh: '养老机构突发事件', group: 'elderly-homes', for: watchers },
  { to: institutionBoard.to, zh: institutionBoard.zh, group: 'elderly-homes', for: institutionBoard.readers },
  { to: '/institution/money', zh: '保险和预收费', group: 'work', for: accountants },
  { to: '/care-subsidies', zh: '运营补贴', group: 'work', for: accountants },
  { to: '/care-subsidies', zh: '机构运营补贴', group: 'elderly-homes', for: moneyReaders },
  { to: '/care-tekun', zh: '特困供养', group: 'work', for: reception },
  { to: '/care-tekun', zh: '特困集中供养', group: 'elderly-homes', for: tekunReaders },
  { to: '/care-referrals', zh: '巡诊和转诊', group: 'work', thumb: true, for: carers },
  { to: '/care-medical', zh: '医养结合', group: 'work', for: medicalHeads },
  { to: '/care-medical', zh: '医养结合和转型', group: 'elderly-homes', for: medicalReaders },
  { to: REFORM_SHELF, zh: '养老机构改革', group: 'elderly-homes', for: registerReaders },
  { to: MEDICAL_SHELF, zh: '医养台账', group: 'elderly-homes', for: registerReaders },
  { to: '/care-insurance', zh: '保险理赔和补贴', group: 'work', for: accountants },
  { to: '/care-insurance', zh: '机构保险理赔和补贴', group: 'elderly-homes', for: moneyReaders },
  { to: '/care-penalties', zh: '行政处罚', group: 'work', for: [...penaltyOfficers, ...penalised] },
  { to: '/care-penalties', zh: '养老机构行政处罚', group: 'elderly-homes', for: penaltyReaders },
  { to: '/care-construction', zh: '建设补贴', group: 'work', for: accountants },
  { to: '/care-construction', zh: '机构建设补贴', group: 'elderly-homes', for: moneyReaders },
  { to: '/institution-money', zh: '机构保险和预收费', group: 'elderly-homes', for: moneyReaders },
  { to: LEADS_SHELF, zh: '机构风险台账', group: 'elderly-homes', for: registerReaders },
  { to: '/care-risks', zh: '机构风险清单', group: 'elderly-homes', for: riskReaders },
  { to: '/care-risks', zh: '本机构风险', group: 'work', for: riskHeads },
  { to: '/supervised', zh: '养老机构监督', group: 'elderly-homes', for: supervisors },
  { to: '/checks', zh: '现场检查', group: 'work', home: true, thumb: true, for: ['enforcement-officer'] },
  { to: '/checks', zh: '现场检查', group: 'elderly-homes', for: supervisors },
  { to: '/checks', zh: '检查结果', group: 'work', for: ['care-home-head'] },
  { to: '/dangers', zh: '隐患', group: 'work', thumb: true, for: ['enforcement-officer', 'care-home-head', 'care-home-nurse'] },
  { to: '/dangers', zh: '隐患', group: 'elderly-homes', for: supervisors },
  { to: '/own-standing', zh: '信用和等级', group: 'work', for: ['care-home-head'] },
  { to: '/draws', zh: '双随机抽取', group: 'work', home: true, thumb: true, for: ['legal-officer'] },
  { to: '/draws', zh: '双随机抽取', group: 'elderly-homes', for: [...supervisors, 'enforcement-officer'] },
  { to: '/ratings', zh: '等级评定', group: 'elderly-homes', for: supervisors },
];
