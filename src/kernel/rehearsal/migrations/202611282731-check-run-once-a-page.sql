-- A run is never deleted, and a page's rows are written together with the place of their run: that statement finds the run once a page. The
-- key looked it up again for every household, each time through the versions that the moving place leaves behind.
alter table rehearsal_row drop constraint rehearsal_row_run_fkey;
