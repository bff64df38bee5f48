-- 按项目、月份找明细：两项补贴一年到账多少、特困与别的项目同月到账，不再把一年的明细全看一遍。都不写状态：改状态时索引不变。
create index payment_line_programme on payment_line (programme, month, division);
