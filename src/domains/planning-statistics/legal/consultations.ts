/** What planning and the legal section put before the public, and for how long at least (planning-statistics.md 4.2, 4.8). */
import type { Performer } from '../../../kernel/access/index.ts';
import { defineConsultation } from '../../../kernel/consultation/server.ts';

const office: readonly Performer[] = ['city-clerk', 'city-leader', 'county-clerk', 'county-leader'];
const ORDER_713 = '《重大行政决策程序暂行条例》（国务院令第713号）第十五条';

defineConsultation({
  kind: 'plan',
  zh: '规划和规划调整',
  days: 'CONSULT-DAYS-DECISION',
  basis: ORDER_713,
  by: office,
  mayShorten: true,
  alone: true,
});
defineConsultation({
  kind: 'major-decision',
  zh: '重大行政决策',
  days: 'CONSULT-DAYS-DECISION',
  basis: ORDER_713,
  by: office,
  mayShorten: true,
});
defineConsultation({
  kind: 'normative-document',
  zh: '行政规范性文件',
  days: 'CONSULT-DAYS-DECISION',
  basis: '《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》（国办发〔2018〕37号）',
  by: office,
  mayShorten: true,
});
defineConsultation({
  kind: 'local-standard',
  zh: '地方标准',
  days: 'CONSULT-DAYS-STANDARD',
  basis: '《地方标准管理办法》（国家市场监督管理总局令第26号）',
  by: office,
});
