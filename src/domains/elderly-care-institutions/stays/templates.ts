/** What families and institutions are told. Neither a level nor an illness leaves the platform in a text. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'care.applied': { title: '有人申请入住', text: '{name}申请{day}入住，请在“入住”里办理。' },
  'care.offered': {
    title: '给您留了一张床',
    text: '{home}给您留了一张床，请在{hours}小时内答复，过时轮到下一位，电话{tel}。',
    sms: '【民政】您申请的养老机构给您留了床位，请在{hours}小时内答复，电话{tel}。',
  },
  'care.reserved': {
    title: '床位已预订',
    text: '{home}的床位已预订，请在{hours}小时内办理评估和协议，电话{tel}。',
    sms: '【民政】您的床位已预订，请在{hours}小时内办理手续，电话{tel}。',
  },
  'care.lapsed': { title: '床位预留已过期', text: '{home}的床位预留已过期，已付的款项会原路退回；还想要的，可以重新预留。' },
  'care.refused': { title: '没有收住', text: '{home}没有收住，原因：{reason}。可以另找一家，或者向县民政局反映。' },
  'care.admitted': { title: '已办理入住', text: '{name}已在{home}办理入住，床位{bed}。入住情况和账单可以随时在这里看。' },
  'care.level-asked': {
    title: '护理等级要变更，请确认',
    text: '评估建议{name}的护理等级由{before}调整为{after}，自{from}起，请确认；不同意的可以与机构商量。',
  },
  'care.level-changed': { title: '护理等级已变更', text: '{name}的护理等级自{from}起为{after}。' },
  'care.in-hospital': { title: '老人住院了', text: '{name}{day}住院，机构还没有登记请假，请在“老人”里办。' },
  'care.out-of-hospital': {
    title: '老人出院了',
    text: '{name}{day}出院。回来的请销假；不回来的请办退住，把床位放出来。在“老人”里办。',
  },
  'care.agent': {
    title: '登记了代理人',
    text: '{name}在{home}的代理人登记为{agent}，可以在“家人的养老机构”里看照护和账单、替老人办理；不对的请与机构联系。',
  },
  'care.plan': { title: '照护计划已定', text: '{name}的照护计划已经定好，每天做了什么可以在“家人的养老机构”里看。' },
  'care.plan-changed': { title: '照护计划已改', text: '{name}的照护计划有改动，请在“家人的养老机构”里看。' },
  'care.abnormal': { title: '照护中有异常', text: '{bed}的老人{time}有异常，请去看。' },
  'care.medication-low': { title: '药快用完了', text: '{name}的一种药剩下的不够{days}天，请送来或者与机构联系。' },
  'care.nursing-day': { title: '护理站有没做的', text: '{what}。请在“护理站”里办。' },
  'care.restraint-begun': {
    title: '{name}有约束保护',
    text: '{name}按医嘱、经同意做了约束保护，原因、时限和每次观察可以在“家人的养老机构”里看。',
  },
  'care.restraint-ended': { title: '{name}的约束已解除', text: '{name}的约束保护已经解除。' },
  'care.restraint-look': { title: '该看约束的老人了', text: '{bed}的老人在约束中，{minutes}分钟到了，请去看一次并登记。' },
  'care.restraint-over': { title: '约束到最长时限', text: '{bed}的老人约束已到{hours}小时，请马上解除。' },
  'care.call-round': {
    title: '呼叫器坏了，该巡查了',
    text: '{place}的呼叫器还没有修好，{minutes}分钟没有巡查，请去转一圈并登记。',
  },
  'care.left': { title: '已办理退住', text: '{name}已在{home}办理退住，款项最迟{refund}退清。' },
  'care.trial-ends': { title: '试住快到期', text: '{name}的试住到{day}到期，请与家属商定是否正式入住；不会自动转为正式入住。' },
  'care.trial-over': { title: '试住超期', text: '{name}的试住已经超期，还没有决定去留，请院长处理。' },
  'care.bill': {
    title: '{month}账单',
    text: '{month}账单{amount}元，其中政府资金{public}元、消费券{voucher}元，自付{self}元。有疑问请在{days}日内提出。',
  },
  'care.bill-voucher': {
    title: '{month}账单用了消费券',
    text: '{month}账单里消费券付{voucher}，自付改为{self}。每一笔怎么算的在账单里。',
  },
  'care.bill-over': { title: '账单多收了', text: '{name}的{month}账单付了以后又用了消费券，多收{over}，请退给家属。' },
  'care.leave-billed': {
    title: '补登了请假',
    text: '{name}补登了{month}的请假，那个月的账单已经出了，没有算进去。请核对，该退的在下一张里减收。',
  },
  'care.bill-due': { title: '账单还没有付', text: '{month}账单还有{left}元没有付；有困难请与机构商量，不会因此停止服务。' },
  'care.objected': { title: '账单有异议', text: '{name}的{month}账单，家属提出了异议，请核对后答复。' },
  'care.answered': { title: '账单异议有答复', text: '{month}账单的异议已经答复，请查看。' },
  'care.requested': { title: '家属提出{what}', text: '{name}的家属提出{day}{what}，请答复。' },
  'care.tour-asked': { title: '有人预约参观', text: '{name}预约{day}来{what}，请答复。' },
  'care.request-answered': { title: '{what}有答复', text: '您提出的{day}{what}，机构的答复：{answer}。' },
  'care.payment-said': { title: '家属说账单付了', text: '{name}的{month}账单，家属说已经付款，编号{code}，请核对到账。' },
  'care.payment-missing': {
    title: '没有查到您的付款',
    text: '{month}账单的付款（编号{code}）机构没有查到，请核对后与机构联系。',
  },
  'care.record-remind': { title: '备案快到期', text: '{home}应于{date}前完成备案，尚余{left}个工作日。' },
  'care.record-late': { title: '备案逾期', text: '{home}收住老人已过备案期限（{date}），请督促备案并现场核查。' },
  'care.filed': { title: '有备案要收', text: '{home}送来{kind}，材料齐全的当场出回执。' },
  'care.guided': { title: '备案材料要补', text: '备案材料还要补：{what}。补好以后再送一次。' },
  'care.received': { title: '备案回执已出', text: '{home}的{kind}已经收下，回执可以在“本机构”打开。' },
  'care.announced': { title: '养老机构公告暂停、终止服务', text: '{home}公告自{day}起{what}，请与机构和县民政局商定安置。' },
});
