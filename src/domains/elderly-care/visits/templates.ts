/** What village, township and county are told: counts and places, of whom is seen on the page. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'elder-visit.review': {
    title: '探访台账该复核了',
    text: '{month}月有{n}份探访台账满一年没有复核，请核对居住、联系人和身体情况。',
  },
  'visit.overdue': { title: '探访超期', text: '{place}有{count}位老人的探访超期，请马上去看，打开“今日走访”查看。' },
  'visit.overdue-above': { title: '探访超期还没有补', text: '{place}有{count}位老人的探访超期还没有补上，打开“探访关爱”查看。' },
  'visit.knock': { title: '敲门无应答', text: '{place}有一位老人敲门无应答：{what}。请马上处理。' },
  'visit.need': { title: '老人有需要', text: '{place}探访发现一项需求（{what}），请在{due}前交给人办。' },
  'visit.warning': { title: '极端天气走访', text: '{hazard}：{place}有{count}位老人要在{due}前看一遍，打开“今日走访”。' },
  'visit.weather': {
    title: '气象预警',
    text: '{place}{hazard}{level}预警：{what}。在“探访关爱”里看进度。',
  },
  'visit.displaced': { title: '老人转移安置', text: '{name}（{age}岁）因灾转移安置，请在{due}前找到人、看一遍：{what}。' },
  'visit.lower': { title: '有老人可以降级', text: '{place}有{count}位老人的探访等级可以调低，请核实后决定。' },
});
