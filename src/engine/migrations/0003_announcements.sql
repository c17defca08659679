-- Every committed change is announced on the channel `chatengine_changes`: ids only (a notification holds 8,000 bytes),
-- whoever listens reads the rows. What is rolled back announces nothing.

create function announce_message() returns trigger language plpgsql as $$
declare
  receipt constant text[] := array['status', 'error_code', 'error_message', 'updated_at'];
begin
  perform pg_notify('chatengine_changes', json_build_object(
    'table', 'messages',
    'op', tg_op,
    'id', new.id,
    'workspace_id', new.workspace_id,
    'statusOnly', tg_op = 'UPDATE' and to_jsonb(new) - receipt = to_jsonb(old) - receipt
  )::text);
  return null;
end
$$;
create trigger announce_new_message after insert on messages
  for each row execute function announce_message();
create trigger announce_changed_message after update on messages
  for each row when (old is distinct from new) execute function announce_message();

create function announce_conversation() returns trigger language plpgsql as $$
begin
  perform pg_notify('chatengine_changes', json_build_object(
    'table', 'conversations', 'op', tg_op, 'id', new.id, 'workspace_id', new.workspace_id
  )::text);
  return null;
end
$$;
create trigger announce_new_conversation after insert on conversations
  for each row execute function announce_conversation();
create trigger announce_changed_conversation after update on conversations
  for each row when (old is distinct from new) execute function announce_conversation();
