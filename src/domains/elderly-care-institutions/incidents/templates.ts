/** What families, the home and the county are told of an incident. The short message names neither what happened nor where. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'care.incident': {
    title: '{name}有情况',
    text: '{name}于{time}发生{type}，已{action}，请与{phone}联系。经过和处置可以在“家人的养老机构”里看。',
    sms: '【民政】您家老人在养老机构有情况，机构正在处理，请与{phone}联系。',
  },
  'care.incident-closed': { title: '{name}的事已结案', text: '{name}的{type}已经结案，原因和整改可以在“家人的养老机构”里看。' },
  'care.incident-serious': { title: '养老机构有{grade}事件', text: '{home}{time}发生{type}（{grade}），请看“突发事件”。' },
  'care.incident-search': {
    title: '找了{minutes}分钟还没有找到',
    text: '{home}有老人走失已{minutes}分钟，请马上报110、告诉家属，并把照片交给应急呼叫坐席。',
  },
  'care.incident-family': { title: '家属还没有人告知', text: '{home}{time}发生的{type}，还没有登记告知家属，请马上打电话。' },
  'care.off-duty': {
    title: '{name}已离岗',
    text: '疑似虐待的事在调查，{name}从现在起离岗，县里认定以前不能签照护、服药、巡查和交接班。',
  },
  'care.incident-minor-month': {
    title: '上月轻微事件',
    text: '{month}养老机构报的S1轻微事件{count}件，请在“突发事件”的“上月轻微”里看。',
  },
  'care.incident-phone': { title: '还没有电话报县里', text: '{home}{time}发生的{type}（{grade}），还没有登记电话报县民政局。' },
});
