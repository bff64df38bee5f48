/** What applicants and officers are told, at each turn (4.11). No health, income or family facts leave in a text message. */
import { defineTemplates } from '../../kernel/notice/server.ts';

defineTemplates({
  'assistance.accepted': {
    title: '申请已受理',
    text: '您的救助申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
    sms: '【民政】您的救助申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
  },
  'assistance.supplement': { title: '还差材料', text: '您的申请还缺：{list}，请在{until}前补交，补齐后即受理。' },
  'assistance.mismatch': {
    title: '核对有不一致',
    text: '核对发现{n}项信息与申报不一致，在“我的办件”里能看到是哪几项，到{date}为止可以说明、补交材料或者提出异议，咨询{tel}。',
  },
  'assistance.explained': { title: '申请人对核对差异作了说明', text: '{name}对核对发现的差异作了说明，请处置差异时一并考虑。' },
  'assistance.disputed': { title: '申请人对核对结果提出异议', text: '{name}对核对结果提出异议，请重新查询，按期复核。' },
  'assistance.rechecked': {
    title: '核对复核有了结果',
    text: '您对核对结果的异议已经复核，{result}，详见“我的办件”，咨询{tel}。',
  },
  'assistance.recheck-done': { title: '核对复核有了结果', text: '{name}对核对结果的异议已经复核，差异{n}项，请处置。' },
  'supporter.asked': {
    title: '请您授权核对',
    text: '{applicant}申请社会救助，填写您是赡养（抚养、扶养）义务人。要不要授权民政部门核对您的收入由您决定，请在“我的办件”的“请我授权的核对”里答复，也可以到乡镇（街道）签书面授权。',
  },
  'supporter.agreed': { title: '户外义务人已授权', text: '{applicant}申请里的户外义务人已经授权，请启动查询。' },
  'supporter.declined': {
    title: '户外义务人不同意核对',
    text: '{applicant}申请里的户外义务人不同意核对，请按申报和入户调查的情况继续办理。',
  },
  'supporter.differs': { title: '户外义务人情况与申报不符', text: '{applicant}申请里的户外义务人核对结果与申报不符，请处置。' },
  'assistance.posted': {
    title: '已经公示',
    text: '初审意见已在{village}公示，至{date}。',
    sms: '【民政】初审意见已在{village}公示，至{date}。',
  },
  'assistance.confirmed': {
    title: '申请已确认',
    text: '您的申请已确认，每月{amount}元，自{month}起发放；如有异议可在60日内申请行政复议。',
  },
  'assistance.refused': { title: '申请未予确认', text: '您的申请未予确认，理由：{reason}；可在60日内申请行政复议，咨询{tel}。' },
  'assistance.terminated': {
    title: '申请已终止',
    text: '您的申请已终止办理，原因：{reason}；可在60日内申请行政复议，咨询{tel}。',
  },
  'assistance.todo': { title: '待您办理', text: '{name}的{benefit}申请到了您这一步：{step}。' },
  'assistance.visit': {
    title: '请配合入户调查',
    text: '{name}的{benefit}申请由乡镇（街道）调查核对，请配合入户调查：约好时间，和经办人一起上门。',
  },
  'assistance.objection': { title: '收到异议', text: '{name}的公示收到异议，请在{date}前重新调查并组织民主评议。' },
  'review.todo': { title: '动态复核', text: '{name}家的{what}需要复核：{kind}。请按时核实并提出意见。' },
  'review.hearing': {
    title: '听取您的意见',
    text: '拟调整您家的{what}，请在{date}前说明意见，可以在“我的办件”里写，也可打电话{tel}或由工作人员上门。',
    sms: '【民政】拟调整您家的待遇，请在{date}前说明意见，可打电话{tel}或由工作人员上门。',
  },
  'review.decided': {
    title: '复核已有决定',
    text: '您家的{what}复核已有结果：{result}。决定书在“我的办件”里，如有异议可在60日内申请行政复议。',
  },
  'review.reclassified': {
    title: '复核已有决定',
    text: '您家的{what}复核已有结果：{result}。按现在的情况可以办{to}，已经用原来的材料替您立了一件，不用重新申请，进度在“我的办件”里。',
  },
  'review.more': {
    title: '复核中又报告变化',
    text: '{name}家的{what}复核还没办完，家里又报告：{change}。请一起核实。',
  },
  'review.heard': { title: '您报告的变化已经收到', text: '您报告的“{change}”已记到家里的{what}复核里，由乡镇（街道）一起核实。' },
  'review.asked': {
    title: '替您立了一件申请',
    text: '{name}的待遇复核时发现，您家按现在的情况可以办{what}，已经用原来的材料替您立了一件，不用重新申请，进度在“我的办件”里。',
  },
  'review.children': {
    title: '家里只剩孩子',
    text: '{name}家只剩未成年人，复核认为应当给予更高的救助。请核实监护人，按孤儿、事实无人抚养儿童或特困供养替孩子办理。',
  },
  'review.ask-family': {
    title: '请家里来申请',
    text: '{name}的复核认为应当给予更高的救助，但档案里的材料不够替家里立件。请联系家里，由一位成年家人申请。',
  },
  'review.taken-in': {
    title: '低保并入全家',
    text: '您家已经全家纳入低保，从{month}起您的低保金和全家一起发放，您单独的那一份到上个月为止。',
  },
  'review.late': {
    title: '请及时报告变化',
    text: '您家从{date}起的变化超过{months}个月没有报告。按规定提醒您：以后家里情况有变化，请及时告诉村（社区）或乡镇（街道）。',
  },
  'review.moved-here': {
    title: '有人迁来，待遇随着转来',
    text: '{name}的户籍从{from}迁来，{what}随着转来，由本乡镇（街道）接着发放、探访和复核。',
  },
  'review.moved-within': {
    title: '户籍迁移已登记',
    text: '您家户籍已迁到{place}，{what}由那里的乡镇（街道）接着办，一切照旧，不用重新申请。',
  },
  'review.moved-differs': {
    title: '户籍迁移已登记',
    text: '您家户籍已迁到{place}，{what}由那里的乡镇（街道）接着办，不用重新申请。两地标准不同，工作人员会重新核算，作出决定以前照旧。',
  },
  'review.moved': {
    title: '低保转到迁入地',
    text: '您家户籍已迁到{place}。原来的低保发到{last}，从{first}起由迁入地发放，{amount}；迁入地会在三个月内重新确认，不用重新申请。',
  },
  'dibao.raised': {
    title: '低保金调整',
    text: '因保障标准调整，您家的低保金从{month}起由每月{before}元调为{amount}元；已发月份的差额随下一批补发。',
  },
  'tekun.raised': {
    title: '特困供养标准提高',
    text: '因保障标准调整，您的{name}从{month}起由每月{before}元调为{amount}元；已发月份的差额随下一批补发。',
  },
  'dibao.recompute': {
    title: '家庭成员去世，待重新核算',
    text: '{name}家有人去世，{month}起的低保金须重新核算：{result}。请核实后办理复核。',
  },
  'dibao.recompute-tekun': {
    title: '家庭成员转为特困供养，待重新核算',
    text: '{name}家有人转为特困供养，{month}起的低保金已暂停：{result}。请核实后办理变更。',
  },
  'tekun.confirmed': {
    title: '已认定为特困人员',
    text: '您的申请已确认，基本生活费每月{amount}元，自{month}起享受；评估生活自理能力后补齐发放。如有异议可在60日内申请行政复议。',
  },
  'tekun.arranged': {
    title: '供养已经落实',
    text: '您的供养方式已落实，合计每月{amount}元，情况有变化请告诉村（社区），咨询{tel}。',
  },
  'tekun.graded': { title: '已重新评估', text: '生活自理能力已重新评估，自{month}起合计每月{amount}元，咨询{tel}。' },
  'tekun.visit-worry': { title: '探访发现问题', text: '{place}的{name}，本月探访发现需要帮助，请尽快了解并安排。' },
  'tekun.spot': { title: '抽中入户抽查', text: '{name}的特困认定抽中县级入户抽查，请安排入户。' },
  'tekun.hearing': { title: '请说明意见', text: '拟终止您的特困供养，请说明意见，可打电话{tel}或由工作人员上门。' },
  'tekun.stopped': { title: '特困供养已终止', text: '特困供养享受至{month}，可在60日内申请行政复议；其他救助请咨询{tel}。' },
  'tekun.moved': {
    title: '特困供养转到迁入地',
    text: '您的户籍已迁到{place}。特困供养在原地发到{last}，从{first}起由迁入地接着发，合计每月{amount}元；迁入地会在三个月内上门核实，不用重新申请。',
  },
  'tekun.moved-within': {
    title: '户籍迁移已登记',
    text: '您的户籍已迁到{place}，特困供养由那里的乡镇（街道）接着办，一切照旧，不用重新申请。',
  },
  'tekun.moved-rate': {
    title: '户籍迁移已登记',
    text: '您的户籍已迁到{place}，特困供养由那里的乡镇（街道）接着办，不用重新申请。从{month}起基本生活费按{kind}标准发放，每月{amount}元。',
  },
  'tekun.kept': { title: '继续享受特困供养', text: '经核实，继续享受特困供养。' },
  'tekun.after-stop': { title: '终止特困后的救助', text: '{name}已终止特困供养：{advice}' },
  'tekun.died': {
    title: '特困人员去世',
    text: '{name}已登记死亡，供养至{month}。请公示终止，并告知办理丧葬的人可以申领丧葬补助。',
  },
  'tekun.death-revoked': {
    title: '特困人员的死亡登记已撤销',
    text: '{name}的死亡登记已撤销，{month}起的供养恢复，少发的随名单补发。终止供养的办件还没办完的，请县级选“继续供养”办结；已发丧葬补助的请核实。',
  },
  'tekun.death-corrected': {
    title: '特困人员的死亡日期已更正',
    text: '{name}的死亡日期已更正，供养至{month}，多发、少发的已列为待确认的调整。',
  },
  'dibao.death-revoked': {
    title: '死亡登记已撤销',
    text: '{name}家一名成员的死亡登记已撤销，暂停的款项恢复发放。{month}起已按减少的人口重新定过金额的，须重新核算补差，请办理复核。',
  },
  'death.not-restored': {
    title: '待遇没有恢复',
    text: '一名人员的死亡登记已撤销或更正，但{benefit}没有恢复：其间已另外享受不能同时领取的待遇。请打开其个人档案核实后办理。',
  },
});
