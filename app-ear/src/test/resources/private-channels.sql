-- Policies of private channels for tests: the letters behind the last colon of a topic say what everybody may do on it.
-- b hears broadcasts, B sends them; p sees presence, P tracks; K has broadcasts kept; U sends if signed in; x raises; z sleeps.
create or replace function public.letters() returns text language sql stable as $$
    select case when realtime.topic() like 'suite:%:%' then split_part(realtime.topic(), ':', 3) else '' end
$$;
drop policy if exists suite_read on realtime.messages;
drop policy if exists suite_write on realtime.messages;
create policy suite_read on realtime.messages for select to anon, authenticated using (
    case when public.letters() ~ 'x' then 1 / (length(topic) - length(topic)) = 0
         when public.letters() ~ 'z' then pg_sleep(60) is not null
         else (extension = 'broadcast' and public.letters() ~ 'b') or (extension = 'presence' and public.letters() ~ 'p') end);
create policy suite_write on realtime.messages for insert to anon, authenticated with check (
    case when public.letters() ~ 'X' then 1 / (length(topic) - length(topic)) = 0
         else (extension = 'broadcast' and (public.letters() ~ 'B' or public.letters() ~ 'U' and auth.uid() is not null))
              or (extension = 'presence' and public.letters() ~ 'P')
              or (extension = 'persistence' and public.letters() ~ 'K') end);

-- What a challenge of that title has the database send.
create or replace function public.tell_of_challenge() returns trigger language plpgsql security definer as $$
begin
    if new.title like 'send %' then
        for n in 1..3 loop
            perform realtime.send(jsonb_build_object('n', n), 'sent', substr(new.title, 6));
        end loop;
        perform realtime.send_binary('\x0001ff', 'bytes', substr(new.title, 6));
        perform realtime.send('{"n": 4}', 'sent', substr(new.title, 6));
    elsif new.title like 'tell %' then
        perform realtime.broadcast_changes(substr(new.title, 6), tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
    end if;
    return null;
end $$;
create or replace trigger tell_of_challenge after insert on public.challenges
    for each row execute function public.tell_of_challenge();
