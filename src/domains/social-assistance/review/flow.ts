/** 动态复核的流程（57号第三十一条至第三十五条，《社会救助法》第四十八条）: looked at, computed, heard where it takes something away, decided by somebody else. */
import { defineFlow } from '../../../kernel/service/index.ts';

export const reviewFlow = defineFlow({
  name: 'dibao-review',
  version: '1',
  start: 'open',
  steps: {
    open: {
      zh: '待复核',
      holder: 'township-clerk',
      within: { parameter: 'REVIEW-LIMIT-HANDLE', unit: 'workdays', from: 'entered' },
      can: {
        recordFacts: ['township-clerk'],
        addMember: ['township-clerk'],
        removeMember: ['township-clerk'],
        recordMove: ['township-clerk'],
        receiveFile: ['township-clerk'],
        recordVisit: ['village-worker', 'township-clerk'],
        changePayee: ['township-clerk'],
        reportMore: ['applicant', 'village-worker', 'township-clerk'],
        requestCheck: ['township-clerk'],
        disposeDiscrepancy: ['township-clerk'],
        proposeChange: ['township-clerk'],
        dismiss: ['township-leader'],
      },
      leadsTo: ['toCheck', 'hearing', 'deciding', 'dismissed', 'moved'],
      says: '乡镇（街道）正在了解您家现在的情况。',
    },
    toCheck: {
      zh: '待启动核对',
      holder: 'verification-officer',
      aside: true,
      within: { parameter: 'DIBAO-LIMIT-CHECK-START', unit: 'workdays', from: 'entered' },
      can: {
        startCheck: ['verification-officer'],
        recordVisit: ['village-worker', 'township-clerk'],
        reportMore: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['checking'],
      says: '县核对中心即将向有关部门查询。',
    },
    checking: {
      zh: '核对中',
      holder: 'verification-officer',
      aside: true,
      within: { parameter: 'DIBAO-LIMIT-CHECK-REPORT', unit: 'workdays', from: 'entered' },
      can: {
        issueReport: ['verification-officer'],
        recordVisit: ['village-worker', 'township-clerk'],
        reportMore: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['open'],
      says: '正在等各部门答复。',
    },
    hearing: {
      zh: '听取意见',
      holder: 'township-clerk',
      within: { parameter: 'REVIEW-LIMIT-HEARING', unit: 'workdays', from: 'entered' },
      can: {
        answerHearing: ['applicant'],
        recordHearing: ['township-clerk'],
        withdrawProposal: ['township-clerk', 'township-leader'],
        reportMore: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['deciding', 'open'],
      says: '拟调整您家的救助金，先听您的意见：可以在这里写，也可以打电话或等工作人员上门。没有听取意见不会作决定。',
    },
    deciding: {
      zh: '待决定',
      holder: 'county-confirmer',
      within: { parameter: 'REVIEW-LIMIT-DECIDE', unit: 'workdays', from: 'entered' },
      can: {
        decide: ['county-confirmer'],
        sendBack: ['county-confirmer'],
        reportMore: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['decided', 'open'],
      says: '县民政局正在作出决定。',
    },
    decided: { zh: '已决定', holder: null, final: 'granted', can: {}, says: '已经作出决定，结果和理由见决定书。' },
    dismissed: { zh: '不需复核', holder: null, final: 'terminated', can: {}, says: '经核实没有变化，待遇照常。' },
    moved: {
      zh: '已移交',
      holder: null,
      final: 'granted',
      can: {},
      says: '户籍迁移已登记，档案随户籍走。迁到外县的，低保从下个月起由迁入地发；在本县以内的，钱照常发，由迁入的乡镇接着办。',
    },
  },
  actions: {
    recordFacts: {
      zh: '登记变化',
      internal: true,
      causes: '从写明的日期起，家庭成员和收入按新情况记录；以前的情况仍可查，核算随之更新。',
      recusal: true,
    },
    changePayee: {
      zh: '更换领款人',
      internal: true,
      causes: '原领款人去世的，从去世次月起打到这位家人的账户，暂停的款项随之发出。',
      recusal: true,
    },
    reportMore: {
      zh: '报告别的变化',
      aside: true,
      causes: '记到这次复核里一起核实，不用另报；已经提出意见的，作决定的人也会看到。',
    },
    addMember: {
      zh: '登记新家人',
      internal: true,
      causes: '出生、结婚、迁入、收养的家人登记到这一户，从决定的下个月起计入。已经在别处享受或申请的不能登记。',
      recusal: true,
    },
    removeMember: {
      zh: '登记家人离开',
      internal: true,
      causes: '离婚、结婚迁出、送养等不再是一家人的，从这一户移出，收入和财产随人走。',
      recusal: true,
    },
    recordMove: {
      zh: '登记户籍迁移',
      causes:
        '全家户籍迁到迁入地，档案自动移交，本件办结。迁出本县：低保本县发到迁出的当月，迁入地从下个月起按当地标准先发，三个月内重新确认，认定继续有效。在本县以内：待遇和在办的件由迁入的乡镇（街道）接着办，钱照常发；两地标准不同、金额有变的，自动开出复核。',
      danger: true,
      recusal: true,
    },
    receiveFile: { zh: '接收档案', internal: true, causes: '确认收到迁出地移交的档案，以后由本乡镇复核。', recusal: true },
    recordVisit: { zh: '登记入户调查', internal: true, causes: '保存两名调查人员的调查记录和照片。', recusal: true },
    requestCheck: {
      zh: '提请核对',
      internal: true,
      causes: '请县核对中心向各部门查询，须每位成年家人的授权签名。',
      recusal: true,
    },
    startCheck: { zh: '启动核对', internal: true, causes: '凭已签授权向各部门发出查询，每一次查询都有记录。', recusal: true },
    issueReport: { zh: '出具核对报告', internal: true, causes: '汇总各部门答复和差异，交给乡镇（街道）。', recusal: true },
    disposeDiscrepancy: { zh: '处置核对差异', internal: true, causes: '记录差异的处理结论，核算随之更新。', recusal: true },
    proposeChange: {
      zh: '提出复核意见',
      internal: true,
      causes: '按系统核算的结果提出：减发、停发、渐退的先听取意见，其他的直接报县级决定。',
      recusal: true,
    },
    dismiss: { zh: '线索不实', internal: true, causes: '关闭复核，待遇照常；暂停的款项恢复发放。', recusal: true },
    answerHearing: { zh: '我的意见', causes: '意见交给乡镇（街道）和县民政局，作决定前会认真考虑。' },
    recordHearing: { zh: '登记听取意见', causes: '生成听取意见记录，报县级决定。', recusal: true },
    withdrawProposal: { zh: '撤回重新核实', internal: true, causes: '回到待复核，重新核实以后再提出。' },
    decide: {
      zh: '作出决定',
      causes: '按系统核算的结果作出决定，生成决定书；金额从下个月起变动，去世的从去世次月起。',
      recusal: true,
    },
    sendBack: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充核实，写明要查清什么。', recusal: true },
  },
});

type Table = typeof reviewFlow;
export type ReviewState = keyof Table['steps'] & string;
export type ReviewAction = keyof Table['actions'] & string;
