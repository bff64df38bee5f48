import { defineTemplates } from '../../../kernel/notice/index.ts';

defineTemplates({
  'statistics.opened': { title: '报表开期', text: '{form}{period}已经开期，应于{date}前报送。' },
  'statistics.due': { title: '报表快到期', text: '{form}{period}应于{date}前报送。' },
  'statistics.late-below': { title: '下级报表逾期', text: '{form}{period}已逾期1日，还有{n}个单位没有报：{units}。' },
  'statistics.overdue': { title: '报表逾期', text: '{unit}：{form}{period}应于{date}前报送，已逾期{n}日。' },
  'statistics.urged': { title: '催报', text: '{by}催报：{form}{period}应于{date}前报送。' },
  'statistics.signing': { title: '报表待签发', text: '{form}{period}已填好，等您签发。' },
  'statistics.submitted': { title: '收到报表', text: '{unit}的{form}{period}已报，请审核。' },
  'statistics.returned': { title: '报表退回', text: '{form}{period}被退回：{reason}。' },
  'statistics.locked': { title: '报表锁定', text: '{form}{period}已锁定，以后要改须走修订程序。' },
  'statistics.revision': { title: '修订申请', text: '{unit}申请修订{form}{period}：{reason}。' },
  'statistics.revised': { title: '修订结果', text: '{form}{period}的修订申请{result}：{reason}。' },
});
