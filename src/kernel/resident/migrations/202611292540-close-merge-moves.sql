-- 搬动的记录只由所有者的函数读写：应用角色不用看，也就看不到。
revoke select on person_merge_move from {{app}};
