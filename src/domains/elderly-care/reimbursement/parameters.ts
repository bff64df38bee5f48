/** Names of the standards of help with reimbursement. */
export const reimbursementParameters = { 'REIMBURSE-FIRST': '异地医疗报销帮办：几个工作日内指导材料' } as const;
