/** Names of the standards of the construction subsidy. */
export const buildParameters = {
  'CARE-BUILD-SELF': '建设补贴：自建床位每张',
  'CARE-BUILD-LEASED': '建设补贴：租赁改建床位每张',
  'CARE-BUILD-LEASE': '建设补贴：租期至少几年',
  'CARE-BUILD-BEDS': '建设补贴：至少几张床',
  'CARE-BUILD-NURSING': '建设补贴：护理型床位占百分之几全算',
  'CARE-BUILD-PART-1': '建设补贴：第一期百分之几',
  'CARE-BUILD-PART-2': '建设补贴：第二期百分之几',
  'CARE-BUILD-PART-3': '建设补贴：第三期百分之几',
  'CARE-BUILD-OCCUPANCY': '建设补贴：第二期要一年平均入住率百分之几',
  'CARE-BUILD-MONTHS': '建设补贴：至少用于养老几个月',
  'CARE-BUILD-CHECK': '建设补贴：几个工作日内县核',
  'CARE-BUILD-NOTICE': '建设补贴：公示几日',
  'CARE-BUILD-PAY': '建设补贴：批准以后几个工作日内拨付',
  'CARE-BUILD-RETURN': '建设补贴：追回的几日内退回',
} as const;
