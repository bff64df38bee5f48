comment on table life_trace is '最近一次见到本人的记录：用卡、就诊、上门、申请；供各项待遇的年度确认';
