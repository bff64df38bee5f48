/** 特困供养变更 (SA-04): a re-assessment, a change of the form of care, or the end with its notice (43号第二十一条至第二十七条). */
import { defineFlow } from '../../../kernel/service/index.ts';

const from = (parameter: string, start: 'entered' | 'submitted') => ({ parameter, unit: 'workdays', from: start }) as const;

export const changeFlow = defineFlow({
  name: 'tekun-change',
  version: '1',
  start: 'submitted',
  steps: {
    submitted: {
      zh: '已报告',
      holder: 'township-clerk',
      within: from('TEKUN-LIMIT-ACCEPT', 'submitted'),
      can: {
        accept: ['township-clerk', 'county-clerk'],
        recordYearly: ['township-clerk', 'village-worker'],
        recordMove: ['township-clerk'],
        receiveFile: ['township-clerk'],
        withdraw: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['assessing', 'arranging', 'toPost', 'kept', 'withdrawn', 'movedOut', 'arriving', 'confirming'],
      says: '已经报告，或者到了每年复核的时候，工作人员正在了解情况。',
    },
    arriving: {
      zh: '迁入核实',
      holder: 'township-clerk',
      aside: true,
      within: from('REVIEW-LIMIT-HANDLE', 'entered'),
      can: { recordYearly: ['township-clerk', 'village-worker'] },
      leadsTo: ['confirming', 'toPost', 'assessing', 'kept'],
      says: '迁出地的档案已经接收，供养照常，工作人员会上门见您、核实情况。',
    },
    confirming: {
      zh: '待县级确认',
      holder: 'county-confirmer',
      aside: true,
      within: from('TEKUN-LIMIT-CONFIRM', 'entered'),
      can: { confirmArrival: ['county-confirmer'], proposeEnd: ['county-confirmer'] },
      leadsTo: ['kept', 'assessing', 'toPost'],
      says: '县民政局正在按当地标准重新确认，供养照常。',
    },
    assessing: {
      zh: '评估中',
      holder: 'county-clerk',
      within: from('TEKUN-LIMIT-REASSESS', 'submitted'),
      can: {
        recordAssessment: ['county-clerk', 'township-clerk'],
        withdraw: ['applicant', 'village-worker', 'township-clerk', 'county-clerk'],
      },
      leadsTo: ['changed', 'withdrawn'],
      says: '报告后10个工作日内上门重新评估，等级有变化的从评估的下个月起调整。',
    },
    arranging: {
      zh: '落实供养',
      holder: 'township-clerk',
      aside: true,
      within: from('TEKUN-LIMIT-ARRANGE', 'entered'),
      can: {
        arrangeHome: ['township-clerk'],
        arrangeInstitution: ['county-clerk', 'township-clerk'],
        withdraw: ['applicant', 'village-worker', 'township-clerk'],
      },
      leadsTo: ['changed', 'withdrawn'],
      says: '正在落实新的供养方式，从下个月起改变收款的一方。',
    },
    toPost: {
      zh: '拟终止',
      holder: 'village-worker',
      aside: true,
      within: from('TEKUN-LIMIT-POST', 'entered'),
      can: {
        postNotice: ['village-worker', 'township-clerk'],
        recordHearing: ['village-worker', 'township-clerk', 'county-clerk'],
        keep: ['county-clerk'],
      },
      leadsTo: ['onNotice', 'kept'],
      says: '拟终止供养，会先听取您的意见，并在村（社区）或者机构公示7天。',
    },
    onNotice: {
      zh: '终止公示',
      holder: 'township-clerk',
      aside: true,
      within: { parameter: 'NOTICE-DAYS', unit: 'notice-days', from: 'entered' },
      auto: 'endNotice',
      can: { object: ['anyone'], endNotice: ['timer'], recordHearing: ['village-worker', 'township-clerk', 'county-clerk'] },
      leadsTo: ['deciding', 'objected'],
      says: '终止供养的公示正在进行，有不同意见可以提出，满7天后作出决定。',
    },
    objected: {
      zh: '异议调查',
      holder: 'county-clerk',
      aside: true,
      within: from('TEKUN-LIMIT-OBJECTION', 'entered'),
      can: { recordInvestigation: ['county-clerk'], recordHearing: ['village-worker', 'township-clerk', 'county-clerk'] },
      leadsTo: ['toPost', 'kept'],
      says: '有人对终止供养提出意见，县民政局正在调查核实，结果会重新公示。',
    },
    deciding: {
      zh: '待决定',
      holder: 'county-confirmer',
      aside: true,
      within: from('TEKUN-LIMIT-STOP', 'entered'),
      can: {
        stop: ['county-confirmer'],
        keep: ['county-confirmer'],
        recordHearing: ['village-worker', 'township-clerk', 'county-clerk'],
      },
      leadsTo: ['ended', 'kept'],
      says: '公示已满，县民政局正在作出决定。决定终止的从下个月起停发。',
    },
    changed: { zh: '已办结', holder: null, final: 'granted', can: {}, says: '已经办结，新的等级或者供养方式从下个月起。' },
    ended: {
      zh: '已终止供养',
      holder: null,
      final: 'terminated',
      can: {},
      says: '特困供养已经终止，决定书里写明了原因、后续救助和申诉办法。',
    },
    kept: { zh: '继续供养', holder: null, final: 'granted', can: {}, says: '经核实继续供养，发放不受影响。' },
    movedOut: {
      zh: '已迁移',
      holder: null,
      final: 'granted',
      can: {},
      says: '户籍迁移已登记，供养由迁入地接着办，不用重新申请：迁到外县的从下个月起按当地标准发，县内的照常发。',
    },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以重新报告。' },
  },
  actions: {
    accept: { zh: '受理', causes: '按变化的种类转入评估、落实供养或者拟终止。', recusal: true },
    recordYearly: {
      zh: '登记复核',
      causes:
        '登记见到本人的情况和供养意愿；没有变化的继续供养，迁入的报县级确认，自理能力有变化的转评估，不再符合的转终止程序。',
      recusal: true,
      visit: { zh: '供养复核', flags: ['review-periodic', 'review-move', 'review-supervision'] },
    },
    recordMove: {
      zh: '登记户籍迁移',
      causes:
        '户籍和供养转到迁入地，档案自动移交，自理等级、协议、意愿都带过去，本件办结。迁出本县：本县发到迁出的当月，迁入地从下个月起按当地标准接着发，三个月内重新确认。在本县以内：供养和在办的件由迁入的乡镇（街道）接着办；城乡类别变了的，基本生活费从下个月起按新的标准发。',
      danger: true,
      recusal: true,
    },
    receiveFile: { zh: '接收档案', internal: true, causes: '确认收到迁出地移交的档案，以后由本乡镇探访和复核。', recusal: true },
    confirmArrival: {
      zh: '确认继续供养',
      causes: '按本县标准核算符合的，决定继续供养；迁入的不再是暂时先发。',
      recusal: true,
    },
    proposeEnd: {
      zh: '不再符合，转终止程序',
      causes: '转入终止程序，听取意见、公示以后再作决定，期间照常供养；只用于按本县标准核算不符合的。',
      danger: true,
      recusal: true,
    },
    withdraw: { zh: '撤回', causes: '停止办理，原来的供养不变。', danger: true },
    recordAssessment: {
      zh: '登记自理能力评估',
      causes: '按六项算出等级，照料护理费从评估的下个月起调整，生成评估表。',
      recusal: true,
    },
    arrangeHome: { zh: '签订照料服务协议', causes: '生成协议，从下个月起照料护理费付给新的照料人或单位。', recusal: true },
    arrangeInstitution: { zh: '登记入住机构', causes: '从下个月起基本生活费和照料护理费付给机构。', recusal: true },
    recordHearing: { zh: '登记听取意见', internal: true, causes: '保存本人的意见，作出终止决定前必须有。', recusal: true },
    postNotice: { zh: '张贴终止公示', causes: '从今天起在村（社区）或机构公示7天。' },
    object: { zh: '提出异议', causes: '转入调查核实。' },
    endNotice: { zh: '公示期满', causes: '公示结束，转待决定。' },
    recordInvestigation: {
      zh: '登记调查结果',
      internal: true,
      causes: '异议成立的继续供养，不成立的重新公示。',
      recusal: true,
    },
    stop: {
      zh: '决定终止',
      causes: '从下个月起停发，生成写明理由、后续救助和救济途径的决定书。',
      danger: true,
      recusal: true,
    },
    keep: { zh: '继续供养', causes: '不终止，供养和发放照旧。', recusal: true },
  },
});

type Table = typeof changeFlow;
export type ChangeState = keyof Table['steps'] & string;
export type ChangeAction = keyof Table['actions'] & string;
