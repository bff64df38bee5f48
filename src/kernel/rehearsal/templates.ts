import { defineTemplates } from '../notice/server.ts';

defineTemplates({
  'rehearsal.submitted': { title: '标准方案待批准', text: '《{title}》已由{name}送审。请先看预演结果，再决定是否批准。' },
  'rehearsal.to-hear': {
    title: '调标后待听取意见',
    text: '《{title}》公布后，{county}有{count}户按新标准减少或不再符合条件，金额没有自动改变。请逐户核实，听取意见后再作决定。',
  },
  'rehearsal.published': { title: '标准已公布', text: '《{title}》已公布，{count}户的金额已按新标准重算，{compared}。' },
});
