/** What people are told of home services. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'home-care.accepted': {
    title: '服务已受理',
    text: '您预约的{item}（{no}，{on}{time}）已受理，正在派人。{pay}服务确认码{code}，服务满意后再告诉回访的人。',
    sms: '【民政】您预约的{item}（{on}{time}）已受理，正在派人。确认码{code}，回访时再报。',
  },
  'home-care.submitted': {
    title: '有一张单等受理',
    text: '{no}（{on}{time}，{item}）不知道住处的位置，请在{by}以前打电话问清，受理派人。',
  },
  'home-care.not-accepted': { title: '没有按时受理', text: '{no}（{on}{time}，{item}）过了受理时间，请马上受理。' },
  'home-care.rejected': { title: '服务没有受理', text: '您预约的{item}没有受理：{reason}。' },
  'home-care.taken': {
    title: '有人接单了',
    text: '{name}将于{on}{time}上门{item}。服务确认码{code}，服务满意后再告诉回访的人。',
    sms: '【民政】{name}将于{on}{time}上门{item}。确认码{code}，回访时再报。',
  },
  'home-care.en-route': { title: '护理员出发了', text: '{name}正前往您家，预计{time}到达，服务项目{item}。' },
  'home-care.late': { title: '护理员可能晚到', text: '{name}还没有到您家，我们正在联系。服务项目{item}。' },
  'home-care.done': {
    title: '服务做完了，请确认',
    text: '{item}已做完，一共{minutes}分钟。请在“居家服务”里确认、评价；有不对的地方也在那里提。',
  },
  'home-care.extended': { title: '服务延长', text: '您同意{item}延长{minutes}分钟。没有同意的请告诉我们。' },
  'home-care.unfilled': { title: '没有派到人', text: '很抱歉，您预约的{item}没有派到人，我们会打电话和您另约时间。' },
  'home-care.decided': { title: '异议有结果了', text: '您对{item}的异议已处理：{result}。' },
  'home-care.offered': { title: '有一张新工单', text: '{on}{time}，{item}，请在{until}以前答复。打开“我的工单”查看。' },
  'home-care.assigned': { title: '派给您一张工单', text: '{on}{time}，{item}，{address}。打开“我的工单”查看。' },
  'home-care.cancelled': { title: '工单取消了', text: '{on}{time}的{item}已取消，不用去了。' },
  'home-care.paused': {
    title: '服务先停一停',
    text: '{name}在住院，{count}次预约的上门服务（{items}）先不派人。出院以后接着派，时间已经过了的取消。',
  },
  'home-care.paused-worker': { title: '工单暂停', text: '老人在住院，{on}{time}的{item}先停，不用去了。' },
  'home-care.resumed': {
    title: '服务恢复',
    text: '{name}已出院，还没有到时间的上门服务（{items}）重新派人；不需要的请取消。',
  },
  'home-care.over': { title: '服务取消', text: '{name}住院，{on}{time}的{item}时间已过，取消了，不算临时取消。' },
  'home-care.nobody': { title: '没有人接的工单', text: '{no}（{on}{time}，{item}）没有人接，请派人。' },
  'home-care.cancels': { title: '一再临时取消', text: '{name}这个月临时取消了{count}次，请打电话问问情况。' },
  'home-care.worker-missed': {
    title: '护理员没有到',
    text: '{name}家{time}的{item}没有人到。请打电话问老人是否安好；已经另派人的在派单台看。',
  },
  'home-care.elder-absent': {
    title: '上门时老人不在',
    text: '护理员{time}到{name}家（{item}），敲门没有人应。请去看一看老人是否安好。',
  },
  'home-care.unwell': { title: '老人不适', text: '护理员在{name}家服务时发现老人不适，工单{no}，请马上联系。' },
  'home-care.aborted': { title: '服务中断', text: '{name}家的服务中断，工单{no}，请联系。' },
  'home-care.disputed': { title: '居家服务有异议', text: '{name}的工单{no}有异议，请在10个工作日内处理。' },
  'home-care.settlement-filed': { title: '结算待核', text: '{provider}申报了{month}的居家服务结算，请在10个工作日内核对。' },
  'home-care.settlement-approved': { title: '结算已批准', text: '{month}的居家服务结算已批准，应付{sum}。' },
});
