package dev.spillway.simulator.peers;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.util.Optional;

/**
 * Netflix's concurrency-limits, the library itself: a limit on the calls in flight that follows
 * their times, and a refusal at once for what is above it.
 *
 * <p>Source: com.netflix.concurrency-limits:concurrency-limits-core 0.5.4 (2025). Its {@link
 * SimpleLimiter} runs on virtual time; the limits are built with their defaults: Vegas from 20 to
 * at most 1,000; Gradient2 from 20 within 20 to 200, behind a {@code WindowedLimit} as in the
 * library's own example; AIMD from 20 within 20 to 200, backing off by 0.9.
 *
 * <p>A call that ends after its deadline is told as dropped, as the library's gRPC server does for
 * {@code DEADLINE_EXCEEDED}, and every other as a success. Its servlet filter tells of no drops at
 * all, with which AIMD would never back off. Nothing else is simplified; of classes the simple
 * limiter knows nothing.
 */
final class NetflixPolicy implements Policy {
  private final World world;
  private final Limiter<Call> limiter;

  NetflixPolicy(World world, Limit limit) {
    this.world = world;
    limiter = SimpleLimiter.newBuilder().nanoClock(world::nowNanos).limit(limit).build();
  }

  @Override
  public void arrive(Call call) {
    Optional<Limiter.Listener> listener = limiter.acquire(call);
    if (listener.isPresent()) {
      call.attach(listener.get());
      world.start(call);
    } else {
      world.refuse(call);
    }
  }

  @Override
  public void finished(Call call) {
    if (call.attachment() instanceof Limiter.Listener listener) {
      if (world.nowNanos() > call.deadlineNanos()) {
        listener.onDropped();
      } else {
        listener.onSuccess();
      }
    }
  }
}
