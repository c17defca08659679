-- Who may see and write what, for callers who come with a token of their own (PostgREST, Realtime). Needs the roles every
-- Supabase project has. The engine itself works as the tables' owner, to whom none of this applies.

-- Everything is closed unless a policy opens it; these stay closed: they are the engine's.
alter table engine_settings enable row level security;
alter table idempotency_keys enable row level security;
alter table if exists engine_migrations enable row level security;

alter table whatsapp_numbers enable row level security;
alter table contacts enable row level security;
alter table conversations enable row level security;
alter table attachments enable row level security;
alter table messages enable row level security;

grant select on whatsapp_numbers, attachments to authenticated;
grant select, update on contacts, conversations to authenticated;
grant select, insert, update on messages to authenticated;

-- `(select …)` makes Postgres ask once per statement and not once per row.
create policy members_read on whatsapp_numbers for select to authenticated
  using (workspace_id = (select current_workspace_id()));
create policy members_read on attachments for select to authenticated
  using (workspace_id = (select current_workspace_id()));

create policy members_read on contacts for select to authenticated
  using (workspace_id = (select current_workspace_id()));
create policy members_update on contacts for update to authenticated
  using (workspace_id = (select current_workspace_id()));

create policy members_read on conversations for select to authenticated
  using (workspace_id = (select current_workspace_id()));
create policy members_update on conversations for update to authenticated
  using (workspace_id = (select current_workspace_id()));

create policy members_read on messages for select to authenticated
  using (workspace_id = (select current_workspace_id()));
create policy members_insert on messages for insert to authenticated
  with check (workspace_id = (select current_workspace_id()));
create policy members_update on messages for update to authenticated
  using (workspace_id = (select current_workspace_id()));
