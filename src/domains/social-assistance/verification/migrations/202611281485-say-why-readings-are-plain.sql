comment on column auxiliary_reading.amount_fen is '不加密：全县的比较（百分位）在数据库里按金额排序才算得出，逐户解开每看一次要解几千行；行里没有人，只有办件号，行级安全限在辖区内';
