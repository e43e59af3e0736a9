package dev.belfry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.ServerMessage;

/** The directions that the code keeps. Each rule says what to do instead. */
@AnalyzeClasses(packages = "dev.belfry", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainKnowsNeitherWebModule = noClasses()
            .that()
            .resideInAPackage("dev.belfry.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.belfry.realtime..", "dev.belfry.voice..", "jakarta.websocket..", "jakarta.ws.rs..")
            .because("sockets and HTTP observe the domain: fire a CDI event whose type lives in the domain");

    @ArchTest
    static final ArchRule realtimeAndVoiceMeetThroughEventsOnly = noClasses()
            .that()
            .resideInAPackage("dev.belfry.realtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.belfry.voice..")
            .because(
                    "the web modules have class loaders of their own: fire a CDI event whose type lives in the domain");

    @ArchTest
    static final ArchRule websocketHasItsDoors = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.belfry.realtime.socket..", "dev.belfry.voice.socket..", "dev.belfry.voice.openai..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.websocket..")
            .because("the rest is tested without a container: take an Outbound, a Page or a Leg");

    @ArchTest
    static final ArchRule realtimeReadsInOneDirection = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.belfry.realtime..")
            .layer("start")
            .definedBy("..realtime.start..")
            .layer("doors")
            .definedBy(
                    "..realtime.socket..",
                    "..realtime.api..",
                    "..realtime.rows..",
                    "..realtime.signin..",
                    "..realtime.stack..")
            .layer("channel")
            .definedBy("..realtime.channel..")
            .layer("features")
            .definedBy("..realtime.changes..", "..realtime.presence..", "..realtime.resume..")
            .layer("hub")
            .definedBy("..realtime.hub..")
            .layer("protocol")
            .definedBy("..realtime.protocol..")
            .layer("basics")
            .definedBy("..realtime.http..", "..realtime.limits..", "..realtime.traffic..")
            .whereLayer("doors")
            .mayOnlyBeAccessedByLayers("start")
            .whereLayer("channel")
            .mayOnlyBeAccessedByLayers("start", "doors")
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("start", "doors", "channel")
            .whereLayer("hub")
            .mayOnlyBeAccessedByLayers("start", "doors", "channel", "features")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("start", "doors", "channel", "features", "hub")
            .because("what comes later calls back what came before: let the lower package declare the interface");

    @ArchTest
    static final ArchRule voiceReadsInOneDirection = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.belfry.voice..")
            .layer("start")
            .definedBy("..voice.start..")
            .layer("socket")
            .definedBy("..voice.socket..")
            .layer("http")
            .definedBy("..voice.http..")
            .layer("relay")
            .definedBy("..voice.relay..")
            .layer("providers")
            .definedBy(
                    "..voice.openai..",
                    "..voice.scripted..",
                    "..voice.local..",
                    "..voice.speech..",
                    "..voice.assistant..")
            .layer("events")
            .definedBy("..voice.events..")
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("socket")
            .mayOnlyBeAccessedByLayers("start")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("start", "socket")
            .whereLayer("relay")
            .mayOnlyBeAccessedByLayers("start", "socket", "http")
            .whereLayer("providers")
            .mayOnlyBeAccessedByLayers("start", "http")
            .because("a provider knows nothing of pages, and the relay nothing of sockets");

    @ArchTest
    static final ArchRule packagesFormNoCycles = slices().matching("dev.belfry.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .because("two packages that need each other are one: move what both need below them");

    @ArchTest
    static final ArchRule messagesAreRecords = classes()
            .that()
            .implement(ClientMessage.class)
            .or()
            .implement(ServerMessage.class)
            .should()
            .beRecords()
            .orShould()
            .beInterfaces()
            .because("they cross threads");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .because("a class is named after what it is in the field");
}
