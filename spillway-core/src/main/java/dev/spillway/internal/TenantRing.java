package dev.spillway.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of tenants with an entry each; all others share a few. A known tenant is found
 * without a lock; whoever adds one holds a lock of the owner's.
 *
 * <p>A new tenant beyond the bound takes the place of one that can be retired, looked for among the
 * next few of a ring.
 */
public final class TenantRing<E> {
  /** Tenants with longer names share, so that names cannot fill the memory; in characters. */
  public static final int LONGEST_NAME = 256;

  private static final int SHARED_BITS = 8;
  private static final int LOOKED_AT = 8;

  private final ConcurrentHashMap<String, E> entries = new ConcurrentHashMap<>();
  private final Function<String, E> maker;
  private final Predicate<E> retire;
  private final List<E> shared = new ArrayList<>();

  /** Guarded by the owner's lock: the name of every entry. */
  private final String[] names;

  /** Guarded by the owner's lock. */
  private int size;

  /** Guarded by the owner's lock: where the search for an idle entry goes on. */
  private int next;

  /**
   * An empty ring.
   *
   * @param maker makes an entry of its own for a name, or a shared one for an empty name
   * @param retire whether an entry holds nothing, so that forgetting it changes nothing; it is
   *     forgotten when this says so
   */
  public TenantRing(int mostTenants, Function<String, E> maker, Predicate<E> retire) {
    this.maker = maker;
    this.retire = retire;
    names = new String[mostTenants];
    for (int index = 0; index < 1 << SHARED_BITS; index++) {
      shared.add(maker.apply(""));
    }
  }

  /** How many have an entry of their own. */
  public int size() {
    return entries.size();
  }

  /** Entries of single tenants, in no order. */
  public Collection<E> own() {
    return entries.values();
  }

  /** The tenant's own entry; null when it has none. */
  public @Nullable E get(String tenant) {
    return entries.get(tenant);
  }

  /** The entry that a tenant without its own shares. */
  public E shared(String tenant) {
    return shared.get((tenant.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SHARED_BITS));
  }

  /** All entries that are shared. */
  public Collection<E> allShared() {
    return Collections.unmodifiableList(shared);
  }

  /** Gives the tenant an entry of its own, or the one that it shares when there is no room. */
  public E add(String tenant) {
    int place = tenant.length() > LONGEST_NAME ? -1 : freePlace();
    if (place < 0) {
      return shared(tenant);
    }
    E entry = maker.apply(tenant);
    names[place] = tenant;
    entries.put(tenant, entry);
    return entry;
  }

  private int freePlace() {
    if (size < names.length) {
      return size++;
    }
    for (int looked = 0; looked < LOOKED_AT; looked++) {
      int place = next;
      next = (next + 1) % names.length;
      E entry = entries.get(names[place]);
      if (entry != null && retire.test(entry)) {
        entries.remove(names[place]);
        return place;
      }
    }
    return -1;
  }
}
