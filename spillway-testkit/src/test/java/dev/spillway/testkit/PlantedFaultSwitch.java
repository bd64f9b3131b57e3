package dev.spillway.testkit;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs a test with the fault that {@link PlantedFault#PROPERTY} names, if it names one. */
final class PlantedFaultSwitch implements InvocationInterceptor {
  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    String named = System.getProperty(PlantedFault.PROPERTY, "");
    if (named.isEmpty()) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    Path directory = Files.createTempDirectory("planted-fault");
    try (FaultyLog log = FaultyLog.with(PlantedFault.of(named), directory)) {
      log.run(context.getTargetClass(), context.getExecutable().getName(), context.getArguments());
    }
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    interceptTestMethod(invocation, context, extension);
  }
}
