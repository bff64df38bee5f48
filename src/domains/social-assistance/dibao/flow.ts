/** 低保审核确认和低保边缘、刚性支出认定的流程（民发〔2021〕57号；4.4同）: steps in the order of the usual path, who acts, within what limit. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { BY_TOWNSHIP } from '../delegation/terms.ts';

const atWorkOfTownship = ['township-clerk', 'township-leader'] as const;

/** What 低保 and 特困 have in common. */
export const sharedFlow = defineFlow({
  name: 'dibao',
  version: '1',
  start: 'submitted',
  total: { parameter: 'DIBAO-LIMIT-TOTAL', flagged: { extended: 'DIBAO-LIMIT-TOTAL-EXTENDED' } },
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'township-clerk',
      within: { parameter: 'DIBAO-LIMIT-SUPPLEMENT', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: {
        accept: ['township-clerk'],
        requestSupplement: ['township-clerk'],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['accepted', 'supplement', 'withdrawn', 'terminated'],
      says: '申请已经交到乡镇（街道），工作人员正在看材料是否齐全。',
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补交缺少的材料',
      aside: true,
      can: {
        resubmit: ['applicant', 'village-worker', 'township-clerk'],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['submitted', 'withdrawn', 'terminated'],
      says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
    },
    accepted: {
      zh: '已受理',
      holder: 'township-clerk',
      within: { parameter: 'DIBAO-LIMIT-SURVEY-START', unit: 'workdays', from: 'accepted' },
      can: {
        startSurvey: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['toCheck', 'withdrawn', 'terminated'],
      says: '已经受理，接下来核对家庭经济状况，并上门看望。',
    },
    toCheck: {
      zh: '待启动核对',
      holder: 'verification-officer',
      within: { parameter: 'DIBAO-LIMIT-CHECK-START', unit: 'workdays', from: 'entered' },
      can: {
        startCheck: ['verification-officer'],
        recordVisit: ['village-worker', 'township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['checking', 'withdrawn', 'terminated'],
      says: '县核对中心即将向户籍、税务、不动产等部门查询。',
    },
    checking: {
      zh: '核对中',
      holder: 'verification-officer',
      within: { parameter: 'DIBAO-LIMIT-CHECK-REPORT', unit: 'workdays', from: 'entered' },
      can: {
        issueReport: ['verification-officer'],
        recordVisit: ['village-worker', 'township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['surveying', 'withdrawn', 'terminated'],
      says: '正在等各部门答复。部门没有答复时会一直等，不会因此丢掉您的申请。',
    },
    surveying: {
      zh: '入户调查',
      asks: '说明核对中不一致的地方',
      holder: 'township-clerk',
      within: { parameter: 'DIBAO-LIMIT-HOME-VISIT', unit: 'workdays', from: 'accepted' },
      can: {
        recordVisit: ['village-worker', 'township-clerk'],
        disposeDiscrepancy: ['township-clerk'],
        submitForReview: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
        terminate: ['township-clerk'],
      },
      leadsTo: ['reviewing', 'withdrawn', 'terminated'],
      says: '两位工作人员会上门了解情况，请留意电话。',
    },
    reviewing: {
      zh: '待初审',
      holder: 'township-leader',
      within: { parameter: 'DIBAO-LIMIT-INITIAL-OPINION', unit: 'workdays', from: 'accepted' },
      can: {
        giveOpinion: ['township-leader'],
        returnToSurvey: ['township-leader'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['toPost', 'toFile', 'surveying', 'withdrawn'],
      says: '乡镇（街道）正在提出初审意见，金额由系统按标准算出。',
    },
    toPost: {
      zh: '待公示',
      holder: 'village-worker',
      within: { parameter: 'DIBAO-LIMIT-INITIAL-OPINION', unit: 'workdays', from: 'accepted' },
      can: {
        postNotice: ['village-worker', 'township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['onNotice', 'withdrawn'],
      says: '初审意见即将在村（社区）公示7天。',
    },
    onNotice: {
      zh: '公示中',
      holder: 'township-clerk',
      within: { parameter: 'NOTICE-DAYS', unit: 'notice-days', from: 'entered' },
      auto: 'endNotice',
      can: {
        object: ['anyone'],
        endNotice: ['timer'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['toFile', 'objected', 'withdrawn'],
      says: '正在村（社区）公示，邻里可以提出意见。公示满7天，没有异议的接着审核确认。',
    },
    objected: {
      zh: '异议处理中',
      holder: 'township-clerk',
      aside: true,
      within: { parameter: 'DIBAO-LIMIT-OBJECTION', unit: 'workdays', from: 'entered' },
      can: {
        recordVisit: ['village-worker', 'township-clerk'],
        recordAppraisal: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['rereviewing', 'withdrawn'],
      says: '有人对公示提出意见，乡镇（街道）正在重新调查，并组织民主评议。',
    },
    rereviewing: {
      zh: '待提出新意见',
      holder: 'township-leader',
      aside: true,
      within: { parameter: 'DIBAO-LIMIT-OBJECTION', unit: 'workdays', from: 'entered' },
      can: { reviseOpinion: ['township-leader'], extend: [...atWorkOfTownship], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['confirming', 'withdrawn'],
      says: '民主评议已经结束，乡镇（街道）正在提出新的意见，随后直接报县民政局。',
    },
    toFile: {
      zh: '待上报',
      holder: 'township-clerk',
      within: { parameter: 'DIBAO-LIMIT-FILE', unit: 'workdays', from: 'entered' },
      can: {
        fileToCounty: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['confirming', 'withdrawn'],
      says: '公示已满，材料即将报到县民政局。',
    },
    confirming: {
      zh: '待确认',
      holder: 'county-confirmer',
      within: { parameter: 'DIBAO-LIMIT-CONFIRM', unit: 'workdays', from: 'entered' },
      can: {
        confirm: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        recordCountyVisit: ['county-clerk', 'county-confirmer'],
        extend: ['county-confirmer'],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['granted', 'refused', 'surveying', 'withdrawn'],
      says: '县民政局正在审核确认。',
    },
    granted: {
      zh: '已确认',
      holder: null,
      final: 'granted',
      can: {},
      says: '已经确认，从下个月起发放，每月10日前打到您的卡里。',
    },
    refused: {
      zh: '不予确认',
      holder: null,
      final: 'refused',
      can: {},
      says: '这次没有通过。告知书里写明了是哪一条、差多少，以及可以怎么申诉。',
    },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
    terminated: {
      zh: '已终止',
      holder: null,
      final: 'terminated',
      can: {},
      says: '办理已终止，原因见告知书。需要时可以重新申请。',
    },
  },
  actions: {
    accept: {
      zh: '受理',
      causes: '从今天起计算办理期限，生成受理通知书并短信告知申请人；家庭成员登入人口家庭库。',
      recusal: true,
    },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐材料', causes: '材料补交后回到乡镇（街道）继续办理。' },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
    terminate: {
      zh: '终止办理',
      causes: '书面告知申请人并停止办理。只用于无正当理由不配合调查等情形。',
      danger: true,
      recusal: true,
    },
    extend: { zh: '延长办理期限', causes: '全部手续延长到45个工作日，理由记入档案。' },
    startSurvey: { zh: '启动调查核对', causes: '向县核对中心提请核对，并安排入户调查。', bulk: true, recusal: true },
    startCheck: { zh: '启动核对', causes: '凭已签授权向各部门发出查询，每一次查询都有记录。', bulk: true, recusal: true },
    issueReport: { zh: '出具核对报告', internal: true, causes: '汇总各部门答复和差异，交给乡镇（街道）。', recusal: true },
    recordVisit: {
      zh: '登记入户调查',
      causes: '保存两名调查人员的调查记录和照片。',
      recusal: true,
      visit: { zh: '入户调查' },
    },
    disposeDiscrepancy: { zh: '处置核对差异', internal: true, causes: '记录差异的处理结论，核算随之更新。', recusal: true },
    submitForReview: { zh: '提交初审', internal: true, causes: '调查核对完成，交分管负责人提出初审意见。', recusal: true },
    returnToSurvey: { zh: '退回补充调查', internal: true, causes: '退回经办人补充调查，写明要查清什么。' },
    giveOpinion: { zh: '提出初审意见', causes: '按系统核算的结果保存初审意见，交村（社区）公示。', recusal: true },
    postNotice: { zh: '张贴公示', causes: '从今天起公示7天，网上同步公示（姓名遮盖）。' },
    object: { zh: '提出异议', causes: '转入重新调查和民主评议。' },
    endNotice: { zh: '公示期满', causes: '公示结束，转待上报。' },
    recordAppraisal: {
      zh: '登记民主评议',
      internal: true,
      causes: '保存评议记录和票数，交分管负责人提出新意见。',
      recusal: true,
    },
    reviseOpinion: { zh: '提出复核意见', causes: '按重新核算的结果保存意见，直接报县民政局。', recusal: true },
    fileToCounty: { zh: '上报县民政局', causes: '材料报县级审核确认。', bulk: true },
    recordCountyVisit: { zh: '登记县级入户', causes: '保存县级入户调查记录。', recusal: true },
    confirm: { zh: '确认', causes: '按系统核算的金额确认，从下个月起发放；生成确认通知书，在村（社区）公布。', recusal: true },
    refuse: { zh: '不予确认', causes: '生成写明理由和救济途径的告知书，短信告知申请人。', danger: true, recusal: true },
    returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充调查，写明要查清什么。', recusal: true },
  },
});

const { surveying, reviewing, onNotice } = sharedFlow.steps;
const { toFile, confirming, granted, refused, withdrawn, terminated, ...before } = sharedFlow.steps;

/**
 * One application, classified: it may end as a recognition, and a member may get a case of his own. Where the province lets townships confirm
 * (《社会救助法》第四十四条, 83号), another leader of the township does so within 20 working days, and the county looks at a sample afterwards (`delegation/`).
 */
export const dibaoFlow = defineFlow({
  ...sharedFlow,
  start: 'submitted',
  total: {
    parameter: 'DIBAO-LIMIT-TOTAL',
    flagged: { extended: 'DIBAO-LIMIT-TOTAL-EXTENDED', [BY_TOWNSHIP]: 'DIBAO-LIMIT-TOTAL-TOWNSHIP' },
  },
  steps: {
    ...before,
    surveying: { ...surveying, can: { ...surveying.can, openMemberCase: ['township-clerk'] } },
    reviewing: { ...reviewing, leadsTo: [...(reviewing.leadsTo ?? []), 'confirmingHere'] },
    onNotice: { ...onNotice, leadsTo: [...(onNotice.leadsTo ?? []), 'confirmingHere'] },
    confirmingHere: {
      zh: '待乡镇确认',
      holder: 'township-leader',
      path: { with: BY_TOWNSHIP },
      within: { parameter: 'DIBAO-LIMIT-CONFIRM-TOWNSHIP', unit: 'workdays', from: 'entered' },
      can: {
        recognise: ['township-leader'],
        confirm: ['township-leader'],
        refuse: ['township-leader'],
        returnToSurvey: ['township-leader'],
        passToCounty: ['township-leader'],
        openMemberCase: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['granted', 'recognised', 'refused', 'surveying', 'confirming', 'withdrawn'],
      says: '本地由乡镇（街道）受县民政局委托审核确认，由没有参加初审的负责人签署，县民政局事后抽查。',
    },
    toFile: {
      ...toFile,
      path: { without: BY_TOWNSHIP },
      can: { ...toFile.can, openMemberCase: ['township-clerk'] },
    },
    confirming: {
      ...confirming,
      path: { without: BY_TOWNSHIP },
      can: { recognise: ['county-confirmer'], ...confirming.can },
      leadsTo: ['granted', 'recognised', 'refused', 'surveying', 'withdrawn'],
    },
    granted,
    refused,
    withdrawn,
    terminated,
    recognised: {
      zh: '已认定',
      holder: null,
      final: 'granted',
      aside: true,
      can: {},
      says: '已经认定，认定书里写明了是哪一类、有效到哪天、可以享受什么。没有通过的低保不用另外申请。',
    },
  },
  actions: {
    ...sharedFlow.actions,
    recognise: {
      zh: '认定',
      causes: '按系统核算的类别认定为低保边缘家庭或刚性支出困难家庭；生成认定书，短信告知申请人，不用另外申请。',
      recusal: true,
    },
    passToCounty: {
      zh: '提请县级确认',
      internal: true,
      causes: '乡镇（街道）不作决定，材料报县级审核确认，全部手续按县级确认的期限计算。',
      recusal: true,
    },
    openMemberCase: {
      zh: '为家人另立办件',
      causes: '用这份申请的内容为这位家人另立一件，单独办理，成与不成互不影响。',
      recusal: true,
    },
  },
});

type Table = typeof dibaoFlow;
export type DibaoState = keyof Table['steps'] & string;
export type DibaoAction = keyof Table['actions'] & string;
