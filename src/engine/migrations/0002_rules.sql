-- Rules that hold for every writer: this engine, a browser through PostgREST, a test's SQL.

-- The delivery ladder: pending < sent < delivered < read. `failed` stands between `sent` and `delivered`: what reached
-- the customer's phone cannot fail any more. The one place where it is written down for SQL.
create function status_rank(status text) returns integer language sql immutable as $$
  select case status
    when 'pending' then 1 when 'sent' then 2 when 'failed' then 3 when 'delivered' then 4 when 'read' then 5
  end
$$;

-- A status only climbs, and nothing leaves `failed`.
create function climb_status(known text, report text) returns text language sql immutable as $$
  select case when known <> 'failed' and status_rank(report) > status_rank(known) then report else known end
$$;

-- When a row changed: now, and later than it changed before, so that two changes never share a time.
create function next_change_time(previous timestamptz) returns timestamptz language sql volatile as $$
  select greatest(date_trunc('milliseconds', clock_timestamp()), previous + interval '1 millisecond')
$$;

-- The workspace for which the caller's token speaks; null for the engine itself, which has none.
create function current_workspace_id() returns text language sql stable as $$
  select coalesce(claims ->> 'workspaceId', claims ->> 'workspace_id', claims -> 'app_metadata' ->> 'workspace_id')
  from (select nullif(current_setting('request.jwt.claims', true), '')::jsonb) as token (claims)
$$;

-- A writer says what only it can know; the rest is filled in here. It runs with the writer's own rights: somebody else's
-- conversation is not found, exactly as one that does not exist.
create function before_message_insert() returns trigger language plpgsql as $$
declare
  home record;
begin
  -- A browser's clock orders nothing.
  if current_user in ('anon', 'authenticated') then
    new.created_at := null;
  end if;
  if new.created_at is null then
    -- The conversation's row is the queue in which its writers stand: the order of times is the order of writing.
    perform 1 from conversations where id = new.conversation_id for update;
    new.created_at := greatest(
      date_trunc('milliseconds', clock_timestamp()),
      (select max(created_at) + interval '1 millisecond' from messages where conversation_id = new.conversation_id)
    );
  end if;
  select workspace_id, whatsapp_number_id into home from conversations where id = new.conversation_id;
  new.workspace_id := coalesce(new.workspace_id, home.workspace_id, current_workspace_id());
  new.whatsapp_number_id := coalesce(new.whatsapp_number_id, home.whatsapp_number_id);
  new.is_outgoing := coalesce(new.is_outgoing, true);
  new.sender_type := coalesce(new.sender_type, case when new.is_outgoing then 'user' else 'contact' end);
  -- ChatEngine's rows call it `sending`, and so does whoever has learnt it from them.
  new.status := coalesce(nullif(new.status, 'sending'), 'pending');
  new.updated_at := next_change_time(null);
  return new;
end
$$;
create trigger before_message_insert before insert on messages
  for each row execute function before_message_insert();

create function before_message_update() returns trigger language plpgsql as $$
begin
  if climb_status(old.status, new.status) <> new.status then
    new.status := old.status;
    new.error_code := old.error_code;
    new.error_message := old.error_message;
  end if;
  if new is distinct from old then
    new.updated_at := next_change_time(old.updated_at);
  end if;
  return new;
end
$$;
create trigger before_message_update before update on messages
  for each row execute function before_message_update();

create function before_conversation_write() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.updated_at := next_change_time(null);
  elsif new is distinct from old then
    new.updated_at := next_change_time(old.updated_at);
  end if;
  return new;
end
$$;
create trigger before_conversation_write before insert or update on conversations
  for each row execute function before_conversation_write();

-- A conversation is shown with its contact, so a contact that changes is a change of its conversations.
create function after_contact_update() returns trigger language plpgsql as $$
begin
  update conversations set updated_at = next_change_time(updated_at) where contact_id = new.id;
  return null;
end
$$;
create trigger after_contact_update after update on contacts
  for each row when (old is distinct from new) execute function after_contact_update();

-- What a list shows of a message.
create function message_preview(type text, body text) returns text language sql immutable as $$
  select coalesce(nullif(left(trim(regexp_replace(body, '\s+', ' ', 'g')), 120), ''), '[' || type || ']')
$$;

-- New messages move their conversation: activity, preview, unread count; a customer who writes reopens it. Once per
-- statement and conversation, so that ten thousand rows at once cost one update. Internal notes move nothing.
create function after_messages_insert() returns trigger language plpgsql as $$
begin
  update conversations as c set
    last_message_at = greatest(c.last_message_at, latest.created_at),
    last_message_preview = case
      when c.last_message_at is null or latest.created_at >= c.last_message_at
      then message_preview(latest.type, latest.body) else c.last_message_preview
    end,
    unread_count = c.unread_count + inbound.count,
    last_inbound_at = greatest(c.last_inbound_at, inbound.last_at),
    status = case when inbound.count > 0 and c.status = 'resolved' then 'open' else c.status end
  from (
    select distinct on (conversation_id) conversation_id, created_at, type, body
    from added where not is_private order by conversation_id, created_at desc, id desc
  ) as latest
  join (
    select conversation_id, max(created_at) filter (where not is_outgoing) as last_at,
      (count(*) filter (where not is_outgoing))::integer as count
    from added where not is_private group by conversation_id
  ) as inbound using (conversation_id)
  where c.id = latest.conversation_id;
  return null;
end
$$;
create trigger after_messages_insert after insert on messages
  referencing new table as added for each statement execute function after_messages_insert();
