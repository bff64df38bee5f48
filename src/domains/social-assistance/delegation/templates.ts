/** What officers are told of the county's sample: counts and the day, nobody's name. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'township-sample.drawn': {
    title: '乡镇确认抽查',
    text: '{month}乡镇（街道）受委托作出{decisions}件决定，抽中{drawn}件，请在{due}前逐件看完。',
  },
  'township-sample.overdue': {
    title: '抽查超期',
    text: '乡镇确认抽查有{count}件过了期限还没有看完，请督促办理。',
  },
  'township-sample.wrong': {
    title: '抽查认为不对',
    text: '{name}的{what}经县民政局抽查认为不对，已另开一件重新办理，由县级决定。',
  },
});
